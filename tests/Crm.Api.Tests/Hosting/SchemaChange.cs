namespace Crm.Api.Tests.Hosting;

/// <summary>
/// Compares two states of <c>StoreSchema.txt</c>. A number does not make every change possible: hosts of the build before read and write
/// the same store.
/// </summary>
internal static class SchemaChange
{
    /// <summary>What hosts of one of the two builds could not work with, one line for each.</summary>
    public static IEnumerable<string> Faults(string before, string after) =>
        [.. Reports(Shapes(before), Shapes(after)), .. Columns(ReadColumns(before), ReadColumns(after))];

    /// <summary>The newer build would rebuild the report into tables that the older one still writes.</summary>
    private static IEnumerable<string> Reports(Dictionary<string, string> before, Dictionary<string, string> after) =>
        after
            .Where(report => before.TryGetValue(report.Key, out var shape) && shape != report.Value)
            .Select(report => $"{report.Key} has another shape under the same version");

    private static IEnumerable<string> Columns(Dictionary<string, Column> before, Dictionary<string, Column> after)
    {
        var (tablesBefore, tablesAfter) = (Tables(before), Tables(after));
        foreach (var (name, column) in after.Where(column => tablesBefore.Contains(column.Value.Table)))
        {
            var earlier = before.GetValueOrDefault(name);
            if (earlier is not null && earlier.Type != column.Type)
                yield return $"{name} has another type";
            if (column.MustBeGiven && earlier is not { MustBeGiven: true })
                yield return $"{name} must be given";
        }

        foreach (var (name, column) in before.Where(column => tablesAfter.Contains(column.Value.Table)))
            if (column.MustBeGiven && !after.ContainsKey(name))
                yield return $"{name} must be given in earlier stores, and is not";
    }

    private static HashSet<string> Tables(Dictionary<string, Column> columns) =>
        [.. columns.Values.Select(column => column.Table)];

    /// <summary>Of lines such as <c>sales-funnel:V2:All 2f</c>.</summary>
    private static Dictionary<string, string> Shapes(string text) =>
        Words(text)
            .Where(words => words[0].EndsWith(":All", StringComparison.Ordinal))
            .ToDictionary(words => words[0], words => words[1]);

    /// <summary>Of lines such as <c>crm.mt_doc_deal id uuid not null default</c>.</summary>
    private static Dictionary<string, Column> ReadColumns(string text) =>
        Words(text)
            .Where(words => words[0].Contains('.'))
            .ToDictionary(
                words => $"{words[0]} {words[1]}",
                words => new Column(words[0], words[2], words[3..] is ["not", "null"])
            );

    private static IEnumerable<string[]> Words(string text) => text.Split('\n').Select(line => line.Split(' '));

    private sealed record Column(string Table, string Type, bool MustBeGiven);
}
