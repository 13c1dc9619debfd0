using Crm.Domain.Settings;

namespace Crm.Domain.BankStatements;

/// <summary>Whether two tellings are of one movement of money.</summary>
public enum Likeness
{
    Other,

    /// <summary>A part is missing or unlike, and the rest agrees: a user has to tell.</summary>
    Possible,
    Same,
}

/// <summary>
/// Compares what two files tell of a movement: own account, amount and direction are equal; date, number, other party and purpose are
/// compared one by one. Banks write them differently, so each is normalized.
/// </summary>
public static class MovementIdentity
{
    /// <summary>Further apart, two dates are of two movements.</summary>
    public const int MostDays = 5;

    private enum Part
    {
        Same,
        Missing,
        Unlike,
    }

    /// <summary>What is equal in every telling of a movement.</summary>
    public static (string? Account, MoneyDirection Direction, Money Amount) Key(StatementEntry entry) =>
        (AccountNumber.Normalize(entry.Account), entry.Direction, entry.Amount);

    /// <inheritdoc cref="Key(StatementEntry)"/>
    public static (string? Account, MoneyDirection Direction, Money Amount) Key(StatementLine line) =>
        (AccountNumber.Normalize(line.Account), line.Direction, line.Amount);

    public static Likeness Compare(StatementEntry entry, StatementLine line)
    {
        if (Key(entry) != Key(line))
            return Likeness.Other;
        var dates = Dates(entry, line);
        var number = Texts(Number(entry.Number), Number(line.Number));
        // Without a number, another day is another movement: the same sum is paid every day.
        if (
            dates == Part.Unlike
            && (number != Part.Same || Number(entry.Number) is null || Distance(entry, line) > MostDays)
        )
            return Likeness.Other;
        Part[] parts = [dates, number, Party(entry, line), Texts(Purpose(entry.Purpose), Purpose(line.Purpose?.Text))];
        return parts.All(part => part == Part.Same) ? Likeness.Same
            : parts.Count(part => part == Part.Unlike) <= 1 ? Likeness.Possible
            : Likeness.Other;
    }

    /// <summary>A number without leading zeros; null where the bank gave none, whatever it wrote instead.</summary>
    public static string? Number(string? number)
    {
        var bare = string.Concat((number ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant().TrimStart('0');
        return bare is "" or "БН" ? null : bare;
    }

    /// <summary>A purpose without case, spaces and signs; null when nothing remains.</summary>
    public static string? Purpose(string? purpose)
    {
        var bare = string.Concat((purpose ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant().Replace('Ё', 'Е');
        return bare.Length == 0 ? null : bare;
    }

    private static Part Texts(string? one, string? other) =>
        one == other ? Part.Same
        : one is null || other is null ? Part.Missing
        : Part.Unlike;

    /// <summary>The date of the document, which every layout has, save those that have only the day of the operation.</summary>
    private static Part Dates(StatementEntry entry, StatementLine line) =>
        entry.Date == line.Date ? Texts(entry.BookedOn?.DayNumber, line.BookedOn?.DayNumber)
        : entry.Date == line.BookedOn || entry.BookedOn == line.Date ? Part.Missing
        : Part.Unlike;

    /// <summary>The day of the operation may be missing: then the date of the document is enough.</summary>
    private static Part Texts(int? one, int? other) =>
        one is null || other is null || one == other ? Part.Same : Part.Unlike;

    private static int Distance(StatementEntry entry, StatementLine line) =>
        Math.Abs(entry.Date.DayNumber - line.Date.DayNumber);

    /// <summary>Accounts and tax ids decide where both tellings have them. A name alone is no identity: it makes a line doubtful.</summary>
    private static Part Party(StatementEntry entry, StatementLine line)
    {
        var account = Texts(
            AccountNumber.Normalize(entry.CounterAccount),
            AccountNumber.Normalize(line.Counterparty.Account?.Text)
        );
        var (ours, theirs) = (Payers.TaxId(entry.TaxId), Payers.TaxId(line.Counterparty.TaxId?.Text));
        var taxId = Texts(ours, theirs);
        if (account == Part.Unlike || taxId == Part.Unlike)
            return Part.Unlike;
        var isKnown =
            (account == Part.Same && AccountNumber.Normalize(entry.CounterAccount) is not null)
            || (taxId == Part.Same && ours is not null);
        if (isKnown)
            return Part.Same;
        var names = Texts(Payers.Name(entry.Name), Payers.Name(line.Counterparty.Name?.Text));
        return account == Part.Missing || taxId == Part.Missing
            ? (names == Part.Unlike ? Part.Unlike : Part.Missing)
            : names;
    }
}
