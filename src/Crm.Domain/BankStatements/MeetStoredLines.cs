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
        Known[] known = [.. stored.Select(line => new Known(line, Movement.Of(line)))];
        Movement[] movements = [.. entries.Select(Movement.Of)];
        HashSet<UserId?> trusted = [.. known.Select(one => one.Line.ImportedBy).Distinct().Where(trusts)];
        var exact = known.ToLookup(one => Exact(one.Movement));
        var met = new Known?[movements.Length];
        Meet(movements, met, exact, line => trusted.Contains(line.ImportedBy));
        var repeated = met.Select(one => one is not null).ToArray();
        Meet(movements, met, exact, _ => true);
        var near = known.Where(one => !one.IsMet).ToLookup(one => one.Movement.Key);
        return
        [
            .. entries.Select(
                (entry, at) => new MetLine(entry, (met[at] ?? Possible(movements[at], near))?.Line.Id, repeated[at])
            ),
        ];
    }

    /// <summary>Each stored line is met once.</summary>
    private static void Meet(
        Movement[] movements,
        Known?[] met,
        ILookup<((string?, MoneyDirection, Money), DateOnly, string?, string?), Known> exact,
        Func<StatementLine, bool> fits
    )
    {
        for (var at = 0; at < movements.Length; at++)
        {
            if (met[at] is not null)
                continue;
            met[at] = exact[Exact(movements[at])]
                .FirstOrDefault(one =>
                    !one.IsMet
                    && MovementIdentity.Compare(movements[at], one.Movement) == Likeness.Same
                    && fits(one.Line)
                );
            if (met[at] is { } found)
                found.IsMet = true;
        }
    }

    private static Known? Possible(Movement movement, ILookup<(string?, MoneyDirection, Money), Known> near) =>
        near[movement.Key].FirstOrDefault(one => MovementIdentity.Compare(movement, one.Movement) == Likeness.Possible);

    /// <summary>What equal lines have in common, besides the other party.</summary>
    private static ((string?, MoneyDirection, Money), DateOnly, string?, string?) Exact(Movement one) =>
        (one.Key, one.Date, one.Number, one.Purpose);

    /// <summary>A stored line, and whether a line of the file is it.</summary>
    private sealed record Known(StatementLine Line, Movement Movement)
    {
        public bool IsMet { get; set; }
    }
}
