using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.Interactions;
using Crm.Projections.ReadModels.Deals;
using JasperFx.Events;
using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Interactions;

/// <summary>
/// The inline document of an interaction. One that was recorded on a deal has it before it has a stream of its own
/// (<see cref="RecordedInteractions"/>).
/// </summary>
public sealed class InteractionDocument
{
    public Guid Id { get; init; }
    public required Interaction State { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of events, at least 1: the n of the ETag.</summary>
    public int Version { get; init; }

    [JsonIgnore]
    public string Status => Name(State.Status);

    [JsonIgnore]
    public string Kind => Name(State.Content.Kind);

    [JsonIgnore]
    public string? Direction => State.Content.Direction is { } direction ? Name(direction) : null;

    [JsonIgnore]
    public DateTimeOffset OccurredAt => State.Content.OccurredAt;

    [JsonIgnore]
    public Guid? DealId => State.Deal?.Value;

    [JsonIgnore]
    public Guid? ClientId => State.Client?.Value;

    [JsonIgnore]
    public Guid? AuthorId => State.By?.Value;

    [JsonIgnore]
    public Guid[] ColleagueIds => [.. State.Content.Colleagues.Select(user => user.Value).Distinct().Order()];

    [JsonIgnore]
    public bool AwaitsReview => State.AwaitsReview;

    [JsonIgnore]
    public DateTimeOffset? ReviewAfter => State.ReviewAfter;

    [JsonIgnore]
    public string Words =>
        SearchWords.Of([
            State.Content.Subject?.Text,
            State.Content.Description.Text,
            State.Content.Outcome?.Text,
            .. State.Content.With.Select(one => one.Name?.Text),
        ]);

    /// <summary>The name on the wire and in the table.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        foreach (var name in (string[])["Status", "Kind", "OccurredAt", "AwaitsReview"])
            mapping.DuplicateField(name, notNull: true);
        foreach (var name in (string[])["Direction", "DealId", "ClientId", "AuthorId", "ReviewAfter"])
            mapping.DuplicateField(name);
        mapping.DuplicateField("ColleagueIds", "uuid[]", notNull: true).DbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid;
        mapping.DuplicateField("Words", "text", notNull: true);
        mapping.Indexes.Add(new("interaction_occurred") { Columns = ["occurred_at", "id"] });
        Partial(mapping, "interaction_deal", "deal_id IS NOT NULL", "deal_id", "occurred_at", "id");
        Partial(mapping, "interaction_client", "client_id IS NOT NULL", "client_id", "occurred_at", "id");
        Partial(
            mapping,
            "interaction_author",
            "(deal_id IS NULL) AND (client_id IS NULL)",
            "author_id",
            "occurred_at",
            "id"
        );
        Partial(mapping, "interaction_waiting", "awaits_review", "occurred_at", "id");
        Partial(mapping, "interaction_colleagues", "colleague_ids <> '{}'::uuid[]", "colleague_ids").Method =
            IndexMethod.gin;
        mapping.Indexes.Add(WordIndex.Of("interaction_words"));
    }

    private static IndexDefinition Partial(
        DocumentMapping mapping,
        string name,
        string predicate,
        params string[] columns
    )
    {
        var index = new IndexDefinition(name) { Columns = columns, Predicate = $"({predicate})" };
        mapping.Indexes.Add(index);
        return index;
    }
}

/// <summary>Tells Marten how to fold the events of an interaction.</summary>
public sealed class InteractionProjection() : StreamProjection<InteractionDocument>("interaction")
{
    public override InteractionDocument? Evolve(InteractionDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static InteractionDocument? After(
        InteractionDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        Interaction.Evolve(before?.State, new InteractionId(id), domainEvent) is { } state
            ? new()
            {
                Id = id,
                State = state,
                RecordedAt = before?.RecordedAt ?? recordedAt,
                UpdatedAt = recordedAt,
                // The first event of the own stream repeats what the deal has recorded.
                Version = domainEvent is InteractionLogged ? 1 : (before?.Version ?? 0) + 1,
            }
            : null;
}
