using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.Deals;
using JasperFx.Events;

namespace Crm.Projections.Deals;

/// <summary>A fact with every field that it changed, before and after.</summary>
public sealed record HistoryItem(IEvent Event, Fact Fact, IReadOnlyList<FieldChange> Changes);

/// <summary>One field of a deal before and after a fact; null where there was or is nothing.</summary>
public sealed record FieldChange(string Field, JsonNode? Before, JsonNode? After);

/// <summary>Folds a deal's facts into its history. Changes come from comparing the deal before and after, so none can be forgotten.</summary>
public static class DealHistory
{
    public static IEnumerable<HistoryItem> Of(Guid dealId, IEnumerable<IEvent> facts)
    {
        Deal? deal = null;
        var before = Fields(null);
        foreach (var e in facts)
        {
            deal = Deal.Evolve(deal, new DealId(dealId), (Fact)e.Data);
            var after = Fields(deal);
            yield return new HistoryItem(e, (Fact)e.Data, [.. before.Zip(after).Where(x => x.First.Value != x.Second.Value)
                .Select(x => new FieldChange(x.First.Name, Node(x.First.Value), Node(x.Second.Value)))]);
            before = after;
        }
    }

    /// <summary>The fields that people follow, each as canonical JSON.</summary>
    private static (string Name, string? Value)[] Fields(Deal? x) =>
    [
        ("status", Json(x?.Status)), ("title", Json(x?.Title)), ("kind", Json(x?.Kind)), ("stage", Json(x?.Stage?.Stage)), ("client", Json(x?.Client)), ("manager", Json(x?.Manager)),
        ("participants", x is null || x.Participants.IsEmpty ? null : Json(x.Participants)), ("expectedAmount", Json(x?.ExpectedAmount)), ("probability", Json(x?.Probability)), ("source", Json(x?.Source)),
        ("interest", x is null || x.Interest.IsEmpty ? null : Json(x.Interest)), ("expectedCloseOn", Json(x?.ExpectedCloseOn)), ("comment", Json(x?.Comment?.Text)),
        ("externalRefs", x is null || x.ExternalRefs.IsEmpty ? null : Json(x.ExternalRefs)),
        ("openTasks", x is null || !x.OpenTasks.Any() ? null : Json(x.OpenTasks.OrderBy(t => t.RaisedAt).Select(t => t.Code).ToArray())),
        ("ordered", Sum(x, b => b.Ordered)), ("invoiced", Sum(x, b => b.Invoiced)), ("shipped", Sum(x, b => b.Shipped)), ("returned", Sum(x, b => b.Returned)),
        ("paid", Sum(x, b => b.Paid)), ("refunded", Sum(x, b => b.Refunded)), ("clientOwes", Sum(x, b => b.ClientOwes)), ("weOwe", Sum(x, b => b.WeOwe)),
        ("lostReason", Json(x?.Closing?.Reason)),
    ];

    private static string? Sum(Deal? deal, Func<Crm.Domain.Deals.Settlement.Balance, decimal> of) =>
        deal?.Ledger.Currency is { } currency && of(deal.Ledger.Balance) is not 0 and var sum ? Json(new Money(sum, currency)) : null;

    private static string? Json<T>(T value) => value is null ? null : JsonSerializer.Serialize(value, CrmStore.Json);

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}
