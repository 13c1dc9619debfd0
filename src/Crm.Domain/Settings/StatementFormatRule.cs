namespace Crm.Domain.Settings;

/// <summary>Rules for the saved formats of statements.</summary>
public static class StatementFormatRule
{
    public const int MostFormats = 50;

    public static IEnumerable<Fault> Faults(ImmutableArray<StatementColumns> formats, string pointer)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, format) in formats.Index())
        {
            if (!names.Add(format.Name))
                yield return new Fault(
                    $"{pointer}/{at}/name",
                    "statement_format.name_twice",
                    $"another name than {format.Name}"
                );
            if (format.Account.Length == 0)
                yield return new Fault($"{pointer}/{at}/account", "statement.account_invalid", "digits or letters");
            foreach (var fault in Faults(format.Columns, $"{pointer}/{at}/columns"))
                yield return fault;
        }
    }

    /// <summary>Each header and each content once; several columns may be ignored, also of one title.</summary>
    private static IEnumerable<Fault> Faults(ImmutableArray<MappedColumn> columns, string pointer)
    {
        HashSet<StatementColumn> contents = [];
        Dictionary<string, StatementColumn> headers = new(StringComparer.Ordinal);
        foreach (var (at, column) in columns.Index())
        {
            var header = Key(column.Header);
            if (header.Length == 0)
                yield return new Fault($"{pointer}/{at}/header", "member.required", Phrase.None);
            else if (
                headers.TryGetValue(header, out var known) ? known != column.Is : !headers.TryAdd(header, column.Is)
            )
                yield return new Fault($"{pointer}/{at}/header", "statement.column_twice", Phrase.Data(column.Header));
            if (column.Is != StatementColumn.Ignored && !contents.Add(column.Is))
                yield return new Fault($"{pointer}/{at}/is", "statement.column_twice", Phrase.Data(column.Header));
        }
    }

    /// <summary>A header without case, signs and repeated spaces: the form in which headers are compared.</summary>
    public static string Key(string header)
    {
        var plain = header.Trim('\uFEFF', ' ', '\t').ToLowerInvariant().Replace('ё', 'е');
        if (plain is "+/-" or "+/−" or "+/–" or "-/+" or "±")
            return "+/-";
        var words = string.Concat(plain.Select(x => char.IsLetterOrDigit(x) || x is '/' or '№' ? x : ' '))
            .Replace("/", " / ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).Replace(" / ", "/", StringComparison.Ordinal);
    }
}
