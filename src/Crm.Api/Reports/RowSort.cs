using System.Globalization;

namespace Crm.Api.Reports;

/// <summary>A key that rows of a report are sorted by.</summary>
/// <param name="Of">The value: a text or a number; null sorts last in both directions.</param>
/// <param name="IsAmount">Amounts are compared in the requested currency, so there must be one.</param>
public sealed record RowKey<T>(string Name, Func<T, object?> Of, bool IsAmount = false);

/// <summary>
/// The order of the rows of a report: <c>sort</c> if it is given, else their own order. Rows of equal keys keep their own order.
/// </summary>
public static class RowSort
{
    /// <param name="name">Name of the schema of the keys.</param>
    /// <param name="all">All keys.</param>
    /// <param name="allowed">The keys that a caller may use.</param>
    public static Param Parameter<T>(
        string name,
        IReadOnlyList<RowKey<T>> all,
        Func<HttpContext, IReadOnlyList<RowKey<T>>> allowed
    ) =>
        (
            Param.Several(
                "sort",
                ValueSet.Sort(name, [.. all.Select(key => key.Name)]),
                $"Order of the rows. These keys require `currency`: {Amounts(all)}. "
                    + "Empty values are last. When omitted: months in order, stages in the order of the process, others by title.",
                "-title"
            ) with
            {
                Fault = "sort.invalid",
            }
        ).Checked(http => Wanted(http, allowed(http)));

    private static string Amounts<T>(IEnumerable<RowKey<T>> keys) =>
        string.Join(", ", keys.Where(key => key.IsAmount).Select(key => key.Name));

    /// <param name="own">The rows in their own order.</param>
    public static IReadOnlyList<T> Sorted<T>(HttpContext http, IEnumerable<T> own, IReadOnlyList<RowKey<T>> keys)
    {
        var rows = own.ToList();
        // A stable sort by the last key first.
        foreach (var (key, isDescending) in Wanted(http, keys).Reverse())
            rows = [.. Ordered(http, rows, key.Of, isDescending)];
        return rows;
    }

    /// <summary>By title as the reader's language sorts, then by key; rows without a title last.</summary>
    public static IEnumerable<T> ByTitle<T>(
        HttpContext http,
        IEnumerable<T> rows,
        Func<T, string?> title,
        Func<T, string?> key
    ) => Ordered(http, rows.OrderBy(key, StringComparer.Ordinal), title, false);

    /// <summary>Refuses a wrong <c>sort</c> before anything is read.</summary>
    public static IReadOnlyList<(RowKey<T> Key, bool IsDescending)> Wanted<T>(
        HttpContext http,
        IReadOnlyList<RowKey<T>> keys
    )
    {
        var wanted = (Query.List(http, "sort") ?? [])
            .Select(name =>
                keys.FirstOrDefault(key => name == key.Name || name == "-" + key.Name) is { } found
                    ? (Key: found, IsDescending: name[0] == '-')
                    : throw ProblemException.Parameter(
                        "sort",
                        "sort.invalid",
                        Phrase.Data(keys.Select(key => key.Name))
                    )
            )
            .ToArray();
        if (wanted.DistinctBy(x => x.Key.Name).Count() != wanted.Length)
            throw ProblemException.Parameter("sort", "sort.invalid", "each key once");
        if (wanted.Any(x => x.Key.IsAmount) && Query.Text(http, "currency") is null)
            throw ProblemException.Parameter("sort", "sort.needs_currency", "currency=");
        return wanted;
    }

    private static IEnumerable<T> Ordered<T>(
        HttpContext http,
        IEnumerable<T> rows,
        Func<T, object?> of,
        bool isDescending
    )
    {
        var culture = CultureInfo.GetCultureInfo(Language.Of(http));
        var texts = StringComparer.Create(culture, ignoreCase: true);
        var values = Comparer<object?>.Create(
            (a, b) => a is string x && b is string y ? texts.Compare(x, y) : Comparer<object?>.Default.Compare(a, b)
        );
        var filledFirst = rows.OrderBy(row => of(row) is null);
        return isDescending ? filledFirst.ThenByDescending(of, values) : filledFirst.ThenBy(of, values);
    }
}
