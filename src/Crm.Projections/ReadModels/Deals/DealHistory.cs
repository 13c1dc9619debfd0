using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>An event with all fields that it changed, before and after.</summary>
public sealed record HistoryItem(EventRow Event, IReadOnlyList<FieldChange> Changes)
{
    /// <summary>Roughly the memory that it takes, in bytes.</summary>
    public int Size => Event.Size + Changes.Sum(change => change.Size);
}

/// <summary>One field before and after an event.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Before">Value before the event; null when there was none.</param>
/// <param name="After">Value after the event; null when there is none.</param>
public sealed record FieldChange(string Field, JsonNode? Before, JsonNode? After)
{
    /// <summary>Characters of the JSON of both values.</summary>
    internal int Size { get; init; }
}

/// <summary>
/// Folds the events of a deal into its history. Changes are found by comparing the states before and after an event, so
/// that none can be forgotten.
/// </summary>
public static class DealHistory
{
    /// <param name="wanted">Events to show; the others are only folded, which is far cheaper.</param>
    public static async IAsyncEnumerable<HistoryItem> Of(
        Guid dealId,
        IAsyncEnumerable<EventRow> events,
        Func<EventRow, bool> wanted
    )
    {
        Deal? deal = null;
        (string Name, string? Value)[]? before = null;
        await foreach (var e in events)
        {
            // What an unreadable event changed is unknown; without its opening no state of the deal is known at all.
            if (e.Data is UnreadableContent || (deal is null && e.Data is not Crm.Domain.Deals.Lifecycle.DealOpened))
            {
                if (wanted(e))
                    yield return new HistoryItem(e, []);
                continue;
            }

            var was = deal;
            if (!wanted(e))
            {
                deal = Deal.Evolve(was, new DealId(dealId), e.Data);
                before = null;
                continue;
            }

            before ??= Fields(was);
            deal = Deal.Evolve(was, new DealId(dealId), e.Data);
            var after = Fields(deal);
            yield return new HistoryItem(
                e,
                [
                    .. before
                        .Zip(after)
                        .Where(x => x.First.Value != x.Second.Value)
                        .Select(x => Change(x.First.Name, x.First.Value, x.Second.Value)),
                    .. Custom(was?.CustomFields ?? FieldList.Empty, deal.CustomFields),
                ]
            );
            before = after;
        }
    }

    private static FieldChange Change(string name, string? before, string? after) =>
        new(name, Node(before), Node(after)) { Size = (before?.Length ?? 0) + (after?.Length ?? 0) };

    /// <summary>Custom fields are not in the fixed list of fields: each one that differs, by code.</summary>
    private static IEnumerable<FieldChange> Custom(FieldList before, FieldList after) =>
        from code in before.Values.Concat(after.Values).Select(x => x.Field).Distinct().Order(StringComparer.Ordinal)
        let was = before.Find(code)
        let now = after.Find(code)
        where was is null || now is null || !was.Says(now)
        select new FieldChange(
            $"customFields.{code}",
            was is null ? null : FieldJson.Of(was),
            now is null ? null : FieldJson.Of(now)
        );

    /// <summary>The fields that history shows, each as canonical JSON.</summary>
    private static (string Name, string? Value)[] Fields(Deal? x) =>
        [
            ("status", Json(x?.Status)),
            ("title", Json(x?.Title)),
            ("kind", Json(x?.Kind)),
            ("stage", Json(x?.Stage?.Stage)),
            ("client", Json(x?.Client)),
            ("manager", Json(x?.Manager)),
            ("participants", x is null || x.Participants.IsEmpty ? null : Json(x.Participants)),
            ("expectedAmount", Json(x?.ExpectedAmount)),
            ("probability", Json(x?.Probability)),
            ("source", Json(x?.Source)),
            (
                "interest",
                x is null || x.Interest.IsEmpty
                    ? null
                    : Json(
                        x.Interest.Select(l => new
                        {
                            l.Product,
                            l.Text,
                            l.Quantity,
                            l.Unit,
                            l.Amount,
                            CustomFields = l.CustomFields is null ? null : FieldJson.Of(l.CustomFields),
                        })
                    )
            ),
            ("expectedCloseOn", Json(x?.ExpectedCloseOn)),
            ("comment", Json(x?.Comment?.Text)),
            ("externalRefs", x is null || x.ExternalRefs.IsEmpty ? null : Json(x.ExternalRefs)),
            (
                "attachments",
                x is null || !x.Attachments.Values.Any(a => a.IsThere)
                    ? null
                    : Json(
                        x.Attachments.Values.Where(a => a.IsThere)
                            .Select(a => a.Name.Text)
                            .Order(StringComparer.Ordinal)
                            .ToArray()
                    )
            ),
            ("openTasks", x is null || !x.OpenTasks.Any() ? null : Json(x.OpenTasks.Select(t => t.Code).ToArray())),
            ("ordered", Sum(x, b => b.Ordered)),
            ("invoiced", Sum(x, b => b.Invoiced)),
            ("shipped", Sum(x, b => b.Shipped)),
            ("returned", Sum(x, b => b.Returned)),
            ("paid", Sum(x, b => b.Paid)),
            ("refunded", Sum(x, b => b.Refunded)),
            ("writtenOff", Sum(x, b => b.WrittenOff)),
            ("clientOwes", Sum(x, b => b.ClientOwes)),
            ("weOwe", Sum(x, b => b.WeOwe)),
            ("lostReason", Json(x?.Closing?.Reason)),
        ];

    private static string? Sum(Deal? deal, Func<Crm.Domain.Deals.Settlement.Balance, decimal> of) =>
        deal?.Ledger.Currency is { } currency && of(deal.Ledger.Balance) is not 0 and var sum
            ? Json(new Money(sum, currency))
            : null;

    private static string? Json<T>(T value) => value is null ? null : JsonSerializer.Serialize(value, StoreFormat.Json);

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}
