using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Clients;
using Crm.Projections.ReadModels.CustomFields;
using Crm.Projections.ReadModels.Deals;
using JasperFx.Events;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Clients;

/// <summary>The inline document of a client.</summary>
public sealed class ClientDocument
{
    public Guid Id { get; init; }
    public required Client State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; }

    [JsonIgnore]
    public string Name => State.Name.Text ?? "";

    /// <summary>
    /// First the words of the name, then those of the legal details: the search of deals shows the latter only to those who may read
    /// clients (<see cref="DealList.HasWord"/>). A tax id with separators is found without them, too.
    /// </summary>
    [JsonIgnore]
    public string Words =>
        SearchWords.Of([
            State.Name.Text,
            State.Legal?.RegisteredName?.Text,
            TaxId,
            TaxId?.All(char.IsAsciiLetterOrDigit) == false ? TaxIds.Key(TaxId) : null,
        ]);

    private string? TaxId => State.Legal?.TaxId?.Text;

    /// <summary>
    /// Column to filter by custom fields; null without any, so that such a client has no index entry.
    /// </summary>
    [JsonIgnore]
    public JsonDocument? CustomFields =>
        State.CustomFields.Values.IsEmpty
            ? null
            : JsonSerializer.SerializeToDocument(FieldJson.Of(State.CustomFields), StoreFormat.Json);

    [JsonIgnore]
    public Guid? CreatedBy => State.CreatedBy?.Value;

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        mapping.DuplicateField("Name", "text");
        mapping.DuplicateField("Words", "text");
        mapping.DuplicateField("CreatedBy", "uuid").DbType = NpgsqlDbType.Uuid;
        mapping.DuplicateField("CustomFields", "jsonb").DbType = NpgsqlDbType.Jsonb;
        mapping.Indexes.Add(
            new IndexDefinition("client_custom_fields")
            {
                Columns = ["custom_fields"],
                Method = IndexMethod.gin,
                Mask = "? jsonb_path_ops",
                Predicate = "(custom_fields IS NOT NULL)",
            }
        );
        mapping.Indexes.Add(
            new IndexDefinition("client_created_by")
            {
                Columns = ["created_by"],
                Predicate = "(created_by IS NOT NULL)",
            }
        );
        mapping.Indexes.Add(WordIndex.Of("client_words"));
    }
}

/// <summary>Tells Marten how to fold the events of a client.</summary>
public sealed class ClientProjection() : StreamProjection<ClientDocument>("client")
{
    public override ClientDocument? Evolve(ClientDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static ClientDocument? After(
        ClientDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        Client.Evolve(before?.State, new ClientId(id), domainEvent) is { } state
            ? new()
            {
                Id = id,
                State = state,
                RecordedAt = before?.RecordedAt ?? recordedAt,
                UpdatedAt = recordedAt,
                Version = (before?.Version ?? 0) + 1,
            }
            : null;
}
