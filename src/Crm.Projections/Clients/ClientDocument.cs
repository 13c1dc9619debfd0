using System.Text.Json.Serialization;
using Crm.Domain.Clients;
using Crm.Projections.Deals;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Marten.Schema;

namespace Crm.Projections.Clients;

/// <summary>The inline document of a client.</summary>
public sealed class ClientDocument
{
    public Guid Id { get; init; }
    public required Client State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore] public string Name => State.Name.Text ?? "";
    [JsonIgnore] public string Words => SearchWords.Of([State.Name.Text, State.Legal?.RegisteredName?.Text, State.Legal?.TaxId?.Text]);

    /// <summary>Called by the store: the table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        mapping.DuplicateField("Name", "text");
        mapping.DuplicateField("Words", "text");
        CrmStore.SearchIndex(mapping, "client_words");
    }
}

/// <summary>Teaches the store how a client's facts fold.</summary>
public sealed class ClientProjection : SingleStreamProjection<ClientDocument, Guid>
{
    public override ClientDocument? Evolve(ClientDocument? snapshot, Guid id, IEvent e) =>
        Client.Evolve(snapshot?.State, new ClientId(id), (Fact)e.Data) is { } state
            ? new() { Id = id, State = state, RecordedAt = snapshot?.RecordedAt ?? e.Timestamp, UpdatedAt = e.Timestamp }
            : null;
}
