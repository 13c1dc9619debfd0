using Crm.Domain.Deals.Lifecycle;

namespace Crm.Domain.Deals;

/// <summary>The instants that the order rules of the two clocks compare with (docs/domain.md, Two clocks).</summary>
public sealed record Watermarks
{
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public DateTimeOffset LifecycleAt { get; init; }

    /// <summary>Business time of the last reopening: no later event may lie before it.</summary>
    public DateTimeOffset WallAt { get; init; }

    /// <summary>The last event about each replaceable value, by name.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Replaced { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    public DateTimeOffset Of(string value) => Replaced.GetValueOrDefault(value, OpenedAt);

    /// <summary>The watermarks after one more event.</summary>
    public Watermarks After(DomainEvent domainEvent)
    {
        var at = domainEvent.HappenedAt;
        var next = this with { LastAt = Max(LastAt, at) };
        if (domainEvent is ILifecycleEvent)
            next = next with { LifecycleAt = Max(LifecycleAt, at) };
        if (domainEvent is DealOpened)
            next = next with { OpenedAt = at };
        if (domainEvent is DealReopened)
            next = next with { WallAt = Max(WallAt, at) };
        foreach (var value in ValuesOf(domainEvent))
            next = next with { Replaced = next.Replaced.SetItem(value, Max(Of(value), at)) };
        return next;
    }

    public static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>The values that an event replaces: one, or each custom field that it changes.</summary>
    public static IEnumerable<string> ValuesOf(DomainEvent domainEvent) =>
        domainEvent is CustomFieldsChanged f ? f.Fields.Values.Select(x => "customFields." + x.Field)
        : ValueOf(domainEvent) is { } value ? [value]
        : [];

    /// <summary>The value that an event replaces; null for other events.</summary>
    public static string? ValueOf(DomainEvent domainEvent) =>
        domainEvent switch
        {
            DealRetitled => "title",
            ClientIdentified => "client",
            ManagerAssigned => "manager",
            ParticipantsChanged => "participants",
            ExpectedAmountChanged => "expectedAmount",
            ProbabilityChanged => "probability",
            SourceChanged => "source",
            InterestChanged => "interest",
            ExpectedCloseChanged => "expectedCloseOn",
            DealCommentChanged => "comment",
            ExternalRefsChanged => "externalRefs",
            _ => null,
        };
}
