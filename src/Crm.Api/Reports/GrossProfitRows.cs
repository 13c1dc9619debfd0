using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>The rows of the gross profit report: which there are, what they are called, and their order.</summary>
public sealed class GrossProfitRows(Names names, ReportTitles titles, DealLookups deals)
{
    /// <summary>What rows can be sorted by.</summary>
    /// <param name="margins">The caller may see costs.</param>
    public static IReadOnlyList<RowKey<ProfitAnswer>> Sorts(bool margins) =>
        [
            new("title", x => x.Title),
            new("key", x => x.Key),
            new("revenue", x => x.Converted?.Revenue?.Amount, IsAmount: true),
            new("discounts", x => x.Converted?.Discounts?.Amount, IsAmount: true),
            new("writtenOff", x => x.Converted?.WrittenOff?.Amount, IsAmount: true),
            new("exchangeDifference", x => x.Converted?.ExchangeDifference?.Amount, IsAmount: true),
            .. margins
                ?
                [
                    new("cost", x => x.Converted?.Cost?.Amount, IsAmount: true),
                    new("grossProfit", x => x.Converted?.GrossProfit?.Amount, IsAmount: true),
                    new("marginPercent", x => x.Converted is { } into ? into.MarginPercent : x.MarginPercent),
                ]
                : Array.Empty<RowKey<ProfitAnswer>>(),
        ];

    /// <summary>
    /// All rows: also those that have only an exchange difference, and of months also those in which nothing happened.
    /// </summary>
    public static IReadOnlyList<ProfitCell> Whole(
        IReadOnlyList<ProfitCell> found,
        ConvertedProfit? into,
        string by,
        (Period Period, TimeZoneInfo Zone, DateTimeOffset Now) asked,
        Currency otherwise
    )
    {
        List<ProfitCell> all =
        [
            .. found,
            .. (into?.OnlyDifferences ?? []).Select(row => ProfitCell.Empty(row.Key, row.Currency)),
        ];
        if (by != "month" || Span(all, asked.Period, asked.Zone, asked.Now) is not var (first, last))
            return all;
        var present = all.Select(cell => (cell.Key, cell.Currency)).ToHashSet();
        string[] currencies = all.Count == 0 ? [otherwise.Code] : [.. all.Select(cell => cell.Currency).Distinct()];
        return
        [
            .. all,
            .. Months
                .Between(first, last)
                .SelectMany(month => currencies.Select(currency => ((string?)month, currency)))
                .Where(row => !present.Contains(row))
                .Select(row => ProfitCell.Empty(row.Item1, row.currency)),
        ];
    }

    /// <summary>
    /// The months of the period, as far as there are events or time has come; null when nothing bounds them.
    /// </summary>
    private static (string First, string Last)? Span(
        List<ProfitCell> cells,
        Period period,
        TimeZoneInfo zone,
        DateTimeOffset now
    )
    {
        var keys = cells.Select(cell => cell.Key!).Order(StringComparer.Ordinal).ToArray();
        // Nothing happens before the first instant that clients can give.
        var from = period.From is { Year: > 1900 } start ? Months.KeyOf(start, zone) : keys.FirstOrDefault();
        var today = Months.KeyOf(now, zone);
        var to = period.To is { } end
            ? Months.KeyOf(end < now ? end.AddTicks(-1) : now, zone)
            : keys.LastOrDefault() ?? today;
        if (keys.Length > 0 && string.CompareOrdinal(keys[^1], to) > 0)
            to = keys[^1];
        return from is null ? null : (from, to);
    }

    /// <summary>The rows in their own order: months in order, others by title.</summary>
    public async Task<IReadOnlyList<ProfitAnswer>> Of(
        HttpContext http,
        IReadOnlyList<ProfitCell> cells,
        string by,
        string? kind,
        DateTimeOffset at,
        ConvertedProfit? into
    )
    {
        await Prefetch(cells, by, http.RequestAborted);
        var dealTitles =
            by == "deal" ? await deals.Titles([.. cells.Select(x => Guid.Parse(x.Key!))], http.RequestAborted) : null;
        List<ProfitAnswer> rows = [];
        foreach (var cell in cells.OrderBy(x => x.Currency, StringComparer.Ordinal))
        {
            var deal = dealTitles is null ? (Guid?)null : Guid.Parse(cell.Key!);
            var title = deal is { } id
                ? dealTitles!.GetValueOrDefault(id)
                : await titles.Of(http, by, cell.Key, kind, at, http.RequestAborted);
            rows.Add(Row(http, by, cell, title, deal) with { Converted = into?.Row(cell.Key, cell.Currency) });
        }

        return
        [
            .. by == "month"
                ? rows.OrderBy(row => row.Key, StringComparer.Ordinal)
                : RowSort.ByTitle(http, rows, row => row.Title, row => row.Key),
        ];
    }

    private static ProfitAnswer Row(HttpContext http, string by, ProfitCell cell, string? title, Guid? deal)
    {
        var sum = ProfitSumAnswer.Of(new(cell.Currency), [cell]);
        return new(
            cell.Key,
            title,
            deal,
            sum.Revenue,
            sum.Discounts,
            sum.ManualDiscounts,
            sum.PriceListDiscounts,
            sum.Cost,
            sum.GrossProfit,
            sum.MarginPercent,
            sum.CostUnknown,
            sum.WrittenOff,
            Behind("/deals"),
            Behind("/facts")
        );

        string Behind(string what) =>
            cell.Key is { } key
                ? ReportInput.Behind(http, what, ("by", by), ("key", key))
                : ReportInput.Behind(http, what, ("by", by));
    }

    private async Task Prefetch(IReadOnlyList<ProfitCell> cells, string by, CancellationToken ct)
    {
        // Free lines have a name for a key; what is no id is not looked up.
        Guid[] keys =
        [
            .. cells.Select(x => Guid.TryParse(x.Key, out var id) ? id : Guid.Empty).Where(x => x != Guid.Empty),
        ];
        if (by == "client")
            await names.Prefetch<ClientDocument>(keys, ct);
        if (by == "product")
            await names.Prefetch<ProductDocument>(keys, ct);
        if (by == "manager")
            await names.Prefetch<UserDocument>(keys, ct);
    }
}
