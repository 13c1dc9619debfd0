namespace Crm.Api.Events;

/// <summary>How people call each kind of event. The keys of <c>EventTitles.resx</c> are the stored names.</summary>
internal static partial class EventTitles
{
    public static Localized Of(Type type) => All[EventCatalogue.Of(type).Name];

    /// <summary>The title of a stored name; the name itself where only a newer build knows it.</summary>
    public static Localized Of(string stored) =>
        EventCatalogue.Find(stored) is null ? new(stored, stored) : All[stored];
}
