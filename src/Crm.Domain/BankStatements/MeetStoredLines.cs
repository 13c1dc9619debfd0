namespace Crm.Domain.BankStatements;

/// <summary>What a line of a file is, against the lines that are stored.</summary>
/// <param name="Repeats">The stored line that it is, or may be; null: there is none.</param>
/// <param name="IsRepeated">It is that line without a question: nothing new is stored.</param>
public sealed record MetLine(StatementEntry Entry, StatementLineId? Repeats, bool IsRepeated);

/// <summary>
/// Recognizes movements that earlier files contained. The k-th equal line of a file meets the k-th stored one, so that a bank's two
/// payments of one number, day, sum and payer stay two. Lines of one file are never compared with each other: a bank lists a movement once.
/// </summary>
public static class MeetStoredLines
{
    /// <param name="stored">Lines of the same accounts and days, in the order in which they were stored.</param>
    /// <param name="trusts">
    /// Whether the importer of a stored line is trusted without a question. Anyone else may have imported a line to steer its money.
    /// </param>
    public static IReadOnlyList<MetLine> Meet(
        IReadOnlyCollection<StatementEntry> entries,
        IEnumerable<StatementLine> stored,
        Func<UserId?, bool> trusts
    )
    {
        var known = stored.GroupBy(MovementIdentity.Key).ToDictionary(group => group.Key, group => group.ToList());
        var met = new MetLine?[entries.Count];
        Meet(entries, met, known, (line, likeness) => likeness == Likeness.Same && trusts(line.ImportedBy), true);
        Meet(entries, met, known, (_, likeness) => likeness == Likeness.Same, false);
        return
        [
            .. entries.Select(
                (entry, at) =>
                    met[at]
                    ?? new MetLine(
                        entry,
                        Of(known, entry)
                            .FirstOrDefault(line => MovementIdentity.Compare(entry, line) == Likeness.Possible)
                            ?.Id,
                        false
                    )
            ),
        ];
    }

    /// <summary>Each stored line is met once.</summary>
    private static void Meet(
        IReadOnlyCollection<StatementEntry> entries,
        MetLine?[] met,
        Dictionary<(string?, MoneyDirection, Money), List<StatementLine>> known,
        Func<StatementLine, Likeness, bool> fits,
        bool isRepeated
    )
    {
        foreach (var (at, entry) in entries.Index())
        {
            if (met[at] is not null || Of(known, entry) is not { Count: > 0 } lines)
                continue;
            var found = lines.FindIndex(line => fits(line, MovementIdentity.Compare(entry, line)));
            if (found < 0)
                continue;
            met[at] = new(entry, lines[found].Id, isRepeated);
            lines.RemoveAt(found);
        }
    }

    private static List<StatementLine> Of(
        Dictionary<(string?, MoneyDirection, Money), List<StatementLine>> known,
        StatementEntry entry
    ) => known.GetValueOrDefault(MovementIdentity.Key(entry)) ?? [];
}
