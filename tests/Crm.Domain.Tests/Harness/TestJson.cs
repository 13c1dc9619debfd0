using System.Text.Json;

namespace Crm.Domain.Tests;

/// <summary>Values as canonical JSON: records hold immutable arrays, which compare by reference.</summary>
public static class TestJson
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly JsonSerializerOptions Dense = new(JsonSerializerDefaults.Web);

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Dense);

    public static string Of(DomainEvent domainEvent) =>
        domainEvent.GetType().Name + " " + JsonSerializer.Serialize(domainEvent, domainEvent.GetType(), Readable);

    public static string Of(IEnumerable<DomainEvent> events) => string.Join("\n", events.Select(Of));

    // Without these two the generic overload would be chosen, which writes only the members that all events share.
    public static string Of(ImmutableArray<DomainEvent> events) => Of(events.AsEnumerable());

    public static string Of(DomainEvent[] events) => Of(events.AsEnumerable());

    public static string Of(Deal deal) => JsonSerializer.Serialize(deal, Dense);

    public static string Of(Decision decision) =>
        string.Join(
            "\n",
            decision.Events.Select(x => x.GetType().Name + " " + JsonSerializer.Serialize(x, x.GetType(), Dense))
        ) + (decision.Refused is { } refused ? Of(refused) : "");

    public static string Of(Rejection why) =>
        $"{why.Kind} {why.Code}\n"
        + string.Join(
            "\n",
            [
                .. why.Blockers.Select(x =>
                    $"{x.Code} | {x.Subject} | {x.Expected} | {x.Actual} | {(x.Fix is { } fix ? Fixes.NameOf(fix) : null)} "
                    + $"{(x.Fix is { } about ? Fixes.RouteOf(about) : null)}"
                ),
                .. why.Faults.Select(x => $"{x.Pointer} {x.Code} {x.Expected}"),
                .. why.Details.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Key}: {x.Value}"),
            ]
        );
}
