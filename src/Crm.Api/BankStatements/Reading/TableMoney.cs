using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>The money of a row: how much, where it went, and whether it stood under debit with a sign.</summary>
/// <param name="DebitSign">Sign of the number under debit; 0: there is none.</param>
internal readonly record struct RowMoney(MoneyDirection Direction, decimal Amount, int DebitSign);

/// <summary>
/// Reads which way the money of a row went. Nothing is assumed where columns contradict each other, and a debit never becomes income: a
/// negative number under credit takes money back, and one under debit is a bank's way to write what left, unless others there are positive.
/// </summary>
internal sealed class TableMoney(DebitOwner debitOf, StatementFaults faults)
{
    private static readonly string[] Incoming =
    [
        "поступление",
        "приход",
        "зачисление",
        "входящий",
        "входящее",
        "in",
        "incoming",
        "+",
    ];
    private static readonly string[] Outgoing =
    [
        "списание",
        "расход",
        "исходящий",
        "исходящее",
        "out",
        "outgoing",
        "-",
        "–",
        "−",
    ];
    private static readonly string[] Credit = ["кредит", "к", "кт", "credit", "crdt", "cr", "c", "h", "haben"];
    private static readonly string[] Debit = ["дебет", "д", "дт", "debit", "dbit", "dr", "d", "s", "soll"];
    private const string Accepted = "Списание/Зачисление, Расход/Приход, Дебет/Кредит, D/C, S/H, +/-";

    /// <summary>Null when there is no money in the row, or it contradicts itself: the faults say so.</summary>
    /// <param name="direction">The cell of the direction; null: the table has no such column.</param>
    public RowMoney? Of(int row, decimal? amount, decimal? credit, decimal? debit, string? direction)
    {
        if ((amount ?? credit ?? debit) is null)
            return Refuse(row, "statement.amount_missing", "a sum, not zero");
        if (amount is null or 0 && credit is null or 0 && debit is null or 0)
            return Refuse(row, "statement.amount_invalid", "a sum, not zero");
        if (BySides(row, credit ?? 0, debit ?? 0) is not { } sides)
            return null;
        var way = direction is null ? null : Read(row, direction);
        if (direction is not null && way is null)
            return null;
        var money = sides.Amount != 0 ? sides : ByAmount(amount ?? 0, way);
        if (way is { } told && (told != money.Direction || (told == MoneyDirection.In && amount < 0)))
            return Refuse(row, "statement.direction_contradicts", "a sign and a column that agree with the direction");
        if (
            amount is { } sum and not 0
            && (Math.Abs(sum) != money.Amount || (sum < 0 && money.Direction == MoneyDirection.In))
        )
            return Refuse(row, "statement.direction_contradicts", "an amount that agrees with credit and debit");
        return money;
    }

    /// <summary>A column for each side. Of two one is empty, or zero.</summary>
    private RowMoney? BySides(int row, decimal credit, decimal debit)
    {
        if (credit != 0 && debit != 0)
            return Refuse(row, "statement.direction_contradicts", "credit or debit, not both");
        var (received, sent) = debitOf == DebitOwner.Bank ? (credit, debit) : (debit, credit);
        return received > 0
            ? new(MoneyDirection.In, received, 0)
            : new(MoneyDirection.Out, Math.Abs(received + sent), Math.Sign(sent));
    }

    private static RowMoney ByAmount(decimal amount, MoneyDirection? way) =>
        new(way ?? (amount > 0 ? MoneyDirection.In : MoneyDirection.Out), Math.Abs(amount), 0);

    private MoneyDirection? Read(int row, string cell)
    {
        var word = cell.Trim().TrimEnd('.').ToLowerInvariant();
        if (Incoming.Contains(word))
            return MoneyDirection.In;
        if (Outgoing.Contains(word))
            return MoneyDirection.Out;
        if (Credit.Contains(word))
            return debitOf == DebitOwner.Bank ? MoneyDirection.In : MoneyDirection.Out;
        if (Debit.Contains(word))
            return debitOf == DebitOwner.Bank ? MoneyDirection.Out : MoneyDirection.In;
        faults.Add(row, "statement.direction_unknown", Phrase.Data(Accepted));
        return null;
    }

    private RowMoney? Refuse(int row, string code, Phrase expected)
    {
        faults.Add(row, code, expected);
        return null;
    }
}
