using Crm.Domain.Settings;

namespace Crm.Domain.BankStatements;

/// <summary>A new line that may be a side of a transfer between own accounts.</summary>
/// <param name="IsCertain">It is a movement of its own: it repeats no other line.</param>
public sealed record OwnSide(StatementLineId Line, StatementEntry Entry, bool IsCertain);

/// <summary>
/// Transfers between the company's own accounts: neither side belongs to a deal. The two lines are linked, whichever file comes first.
/// </summary>
public static class OwnTransfers
{
    /// <param name="stored">Lines of the other accounts, around the same days.</param>
    /// <param name="own">The company's own accounts.</param>
    /// <returns>The sides of transfers with the other line, where it is known; and stored lines that become the other side.</returns>
    public static (
        IReadOnlyDictionary<StatementLineId, StatementLineId?> Sides,
        ImmutableArray<StatementLineLinked> Linked
    ) Link(IReadOnlyCollection<OwnSide> fresh, IReadOnlyCollection<StatementLine> stored, IReadOnlySet<string> own)
    {
        Dictionary<StatementLineId, StatementLineId?> sides = [];
        List<StatementLineLinked> linked = [];
        var pairs = Pairs(fresh, own);
        var free = stored
            .Where(line => line.Counterpart is null && !line.IsSettled)
            .ToLookup(line => Mirror(line.Account, line.Counterparty.Account?.Text, line.Direction, line.Amount));
        HashSet<StatementLineId> taken = [];
        foreach (var side in fresh)
        {
            var (isOwn, isPaired) = (IsOwn(side, own), pairs.TryGetValue(side.Line, out var other));
            var before =
                !isPaired && side.IsCertain
                    ? free[Key(side.Entry)]
                        .FirstOrDefault(line =>
                            (isOwn || line.Status == StatementLineStatus.OwnTransfer)
                            && !taken.Contains(line.Id)
                            && IsNear(side.Entry, line.Date, line.Number)
                        )
                    : null;
            if (before is not null)
            {
                linked.Add(new(before.Id, side.Line));
                taken.Add(before.Id);
            }

            if (isOwn || isPaired || before is not null)
                sides[side.Line] = isPaired ? other : before?.Id;
        }

        return (sides, [.. linked]);
    }

    /// <summary>Both sides in one file: each line is a side of one transfer.</summary>
    private static Dictionary<StatementLineId, StatementLineId> Pairs(
        IReadOnlyCollection<OwnSide> fresh,
        IReadOnlySet<string> own
    )
    {
        Dictionary<StatementLineId, StatementLineId> pairs = [];
        var mirrored = fresh.Where(side => side.IsCertain).ToLookup(side => Mirror(side.Entry));
        foreach (var side in fresh.Where(side => side.IsCertain && !pairs.ContainsKey(side.Line)))
        {
            var isOwn = IsOwn(side, own);
            var other = mirrored[Key(side.Entry)]
                .FirstOrDefault(one =>
                    !pairs.ContainsKey(one.Line)
                    && IsNear(side.Entry, one.Entry.Date, one.Entry.Number)
                    && (isOwn || IsOwn(one, own))
                );
            if (other is not null)
                (pairs[side.Line], pairs[other.Line]) = (other.Line, side.Line);
        }

        return pairs;
    }

    private static bool IsOwn(OwnSide side, IReadOnlySet<string> own) =>
        own.Contains(AccountNumber.Normalize(side.Entry.CounterAccount) ?? "");

    /// <summary>The documents of both sides have one number where both tell it.</summary>
    private static bool IsNear(StatementEntry entry, DateOnly date, string? number) =>
        Math.Abs(entry.Date.DayNumber - date.DayNumber) <= MovementIdentity.MostDays
        && (
            MovementIdentity.Number(entry.Number) is not { } ours
            || MovementIdentity.Number(number) is not { } theirs
            || ours == theirs
        );

    private static (string?, string?, MoneyDirection, Money) Key(StatementEntry entry) =>
        (
            AccountNumber.Normalize(entry.Account),
            AccountNumber.Normalize(entry.CounterAccount),
            entry.Direction,
            entry.Amount
        );

    private static (string?, string?, MoneyDirection, Money) Mirror(StatementEntry entry) =>
        Mirror(entry.Account, entry.CounterAccount, entry.Direction, entry.Amount);

    /// <summary>The same transfer seen from the other account.</summary>
    private static (string?, string?, MoneyDirection, Money) Mirror(
        string account,
        string? other,
        MoneyDirection direction,
        Money amount
    ) =>
        (
            AccountNumber.Normalize(other),
            AccountNumber.Normalize(account),
            direction == MoneyDirection.In ? MoneyDirection.Out : MoneyDirection.In,
            amount
        );
}
