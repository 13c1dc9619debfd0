using Crm.Domain.Deals;
using Crm.Domain.Deals.Lifecycle;

namespace Crm.Api.Events;

/// <summary>How people call each kind of event. The keys of <c>EventTitles.resx</c> are the stored names.</summary>
internal static partial class EventTitles
{
    public static Localized Of(Type type) => All[EventCatalogue.Of(type).Name];

    /// <summary>The title of an event; that of a closing says how the deal ended.</summary>
    public static Localized Of(string stored, DomainEvent domainEvent) =>
        domainEvent is DealClosed { Outcome: var outcome }
            ? outcome == Outcome.Won
                ? ClosingTitles.Won
                : ClosingTitles.Lost
            : Of(stored);

    /// <summary>The title of a stored name; the name itself where only a newer build knows it.</summary>
    public static Localized Of(string stored) =>
        EventCatalogue.Find(stored) is null ? new(stored, stored) : All[stored];
}
