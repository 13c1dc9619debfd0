namespace Crm.Api.Events;

/// <summary>How people call each kind of event. The keys of <c>EventTitles.resx</c> are the stored names.</summary>
internal static partial class EventTitles
{
    public static Localized Of(Type type) => All[EventCatalogue.Of(type).Name];
}
