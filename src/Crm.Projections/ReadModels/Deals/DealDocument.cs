using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Projections.ReadModels.CustomFields;
using JasperFx.Events;
using Marten.Schema;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// The only inline document of a deal (ADR 4). Its data is the state that decisions read; its columns are what lists
/// filter, sort and show. Everything is written in the transaction of the events, so reads of a deal are never stale.
/// </summary>
public sealed class DealDocument
{
    public Guid Id { get; init; }
    public required Deal State { get; init; }

    /// <summary>
    /// The <see cref="DealModel.Meaning"/> of the build that wrote the state. A build of an earlier release, which works on the same
    /// store during an upgrade, drops it: then the state may lack what this build keeps, and is rebuilt from the events.
    /// </summary>
    public int Model { get; init; }

    [JsonIgnore]
    public bool IsCurrent => Model == DealModel.Meaning;

    /// <summary>When the first and the last event were recorded; audit-only events do not count as updates.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Business time of the last event that counts as an update.</summary>
    public DateTimeOffset HappenedAt { get; init; }

    private byte[]? card;

    /// <summary>Rendered once, so that the response of the command and the column have the same bytes.</summary>
    public byte[] CardFrom(IDealCards cards) => card ??= cards.Render(this);

    /// <summary>The card, if already rendered.</summary>
    [JsonIgnore]
    internal byte[]? Rendered => card;

    // Columns, all derived.
    [JsonIgnore]
    public string? Card => card is null ? null : Encoding.UTF8.GetString(card);

    [JsonIgnore]
    public string Number => State.Number;

    [JsonIgnore]
    public string Status =>
        State.Status switch
        {
            DealStatus.Won => "won",
            DealStatus.Lost => "lost",
            _ => "open",
        };

    [JsonIgnore]
    public string Kind => State.Kind.Code;

    [JsonIgnore]
    public string? Stage => State.Stage?.Stage;

    [JsonIgnore]
    public Guid? ManagerId => State.Manager?.Value;

    /// <summary>Who sees the deal besides its manager: participants, and assignees of open tasks.</summary>
    [JsonIgnore]
    public Guid[] ParticipantIds => [.. State.Participants.Concat(State.Assignees).Distinct().Select(x => x.Value)];

    [JsonIgnore]
    public Guid[] AssigneeIds => [.. State.Assignees.Select(x => x.Value)];

    [JsonIgnore]
    public Guid? ClientId => State.Client?.Value;

    [JsonIgnore]
    public string? Source => State.Source;

    [JsonIgnore]
    public string? Currency => State.ExpectedAmount?.Currency.Code;

    [JsonIgnore]
    public int Probability => State.Probability;

    /// <summary>
    /// Sort columns are never null: a missing amount sorts below every amount, a missing date after every date.
    /// </summary>
    [JsonIgnore]
    public decimal ExpectedAmount => State.ExpectedAmount?.Amount ?? -1;

    [JsonIgnore]
    public DateOnly ExpectedCloseOn => State.ExpectedCloseOn ?? DateOnly.MaxValue;

    [JsonIgnore]
    public DateTimeOffset OpenedAt => State.Marks.OpenedAt;

    /// <summary>Column to filter by custom fields; null without any, so that such a deal has no index entry.</summary>
    [JsonIgnore]
    public JsonDocument? CustomFields =>
        State.CustomFields.Values.IsEmpty
            ? null
            : JsonSerializer.SerializeToDocument(FieldJson.Of(State.CustomFields), StoreFormat.Json);

    /// <summary>
    /// Column to filter by custom fields of lines, equal lines once; null without any, so that such a deal has no index
    /// entry.
    /// </summary>
    [JsonIgnore]
    public JsonDocument? LineFields =>
        State.LineFields.Select(x => JsonSerializer.Serialize(FieldJson.Of(x), StoreFormat.Json)).Distinct().ToArray()
            is { Length: > 0 } lines
            ? JsonDocument.Parse($"[{string.Join(',', lines)}]")
            : null;

    /// <summary>
    /// Keys by which bank statements find its invoices; null without any, so that such a deal has no index entry.
    /// </summary>
    [JsonIgnore]
    public string[]? InvoiceKeys =>
        State.Ledger.Invoices.IsEmpty
            ? null
            : [.. State.Ledger.Invoices.Values.Select(x => InvoiceNumbers.Key(x.Number)).Distinct()];

    /// <summary>
    /// Keys by which it is found by the number of one of its documents; null without any, so that such a deal has no index entry.
    /// </summary>
    [JsonIgnore]
    public string[]? DocumentKeys =>
        State.DocumentNumbers.SelectMany(one => DocumentNumbers.KeysOf(one.Number)).Distinct().ToArray()
            is { Length: > 0 } keys
            ? keys
            : null;

    /// <summary>When the timer next has something to record; null when there is nothing.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt => RecordOverdue.NextAt(State);

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping) => DealTable.Configure(mapping);

    public static DealDocument After(DealDocument? before, Guid id, DomainEvent domainEvent, DateTimeOffset recordedAt)
    {
        var unmoved = domainEvent is IAuditOnly && before is not null;
        return new DealDocument
        {
            Id = id,
            State = Deal.Evolve(before?.State, new DealId(id), domainEvent),
            Model = DealModel.Meaning,
            RecordedAt = before?.RecordedAt ?? recordedAt,
            UpdatedAt = unmoved ? before!.UpdatedAt : recordedAt,
            HappenedAt = unmoved ? before!.HappenedAt : domainEvent.HappenedAt,
        };
    }
}

/// <summary>Tells Marten how to fold the events of a deal; the fold itself is in the domain.</summary>
public sealed class DealProjection(IDealCards cards) : StreamProjection<DealDocument>("deal")
{
    public override DealDocument? Evolve(DealDocument? snapshot, Guid id, IEvent e)
    {
        var deal = DealDocument.After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);
        deal.CardFrom(cards);
        return deal;
    }
}
