namespace Crm.Api.Events;

/// <summary>How people call each kind of event. The keys of <c>EventTitles.resx</c> are the stored names.</summary>
internal static partial class EventTitles
{
    public static Localized Of(Type type) => All[EventCatalogue.Of(type).Name];

    /// <param name="stored">The stored name; a newer build's may be unknown.</param>
    public static Localized Of(string stored) =>
        EventCatalogue.Find(stored) is null ? EventTitles.Unknown : All[stored];
}
