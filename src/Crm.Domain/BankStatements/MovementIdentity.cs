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
    /// <summary>
    /// Further apart, two dates are of two movements. A payment order is carried out within ten days, and some layouts have only the day
    /// of the document, others only that of the operation.
    /// </summary>
    public const int MostDays = 10;

    private enum Part
    {
        Same,
        Missing,
        Unlike,
    }

    public static Likeness Compare(StatementEntry entry, StatementLine line) =>
        Compare(Movement.Of(entry), Movement.Of(line));

    internal static Likeness Compare(Movement one, Movement other)
    {
        if (one.Key != other.Key)
            return Likeness.Other;
        var (dates, number) = (Dates(one, other), Texts(one.Number, other.Number));
        // Without a number, a document of another day is another movement: the same sum is paid every day.
        if (
            dates == Part.Unlike
            && one.Date != other.Date
            && (number != Part.Same || one.Number is null || Distance(one, other) > MostDays)
        )
            return Likeness.Other;
        var (party, purpose) = (Party(one, other), Texts(one.Purpose, other.Purpose));
        if (dates == Part.Same && number == Part.Same && party == Part.Same && purpose == Part.Same)
            return Likeness.Same;
        return Unlike(dates) + Unlike(number) + Unlike(party) + Unlike(purpose) <= 1
            ? Likeness.Possible
            : Likeness.Other;
    }

    private static int Unlike(Part part) => part == Part.Unlike ? 1 : 0;

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
    private static Part Dates(Movement one, Movement other) =>
        one.Date == other.Date ? Texts(one.BookedOn?.DayNumber, other.BookedOn?.DayNumber)
        : one.Date == other.BookedOn || one.BookedOn == other.Date ? Part.Missing
        : Part.Unlike;

    /// <summary>The day of the operation may be missing: then the date of the document is enough.</summary>
    private static Part Texts(int? one, int? other) =>
        one is null || other is null || one == other ? Part.Same : Part.Unlike;

    private static int Distance(Movement one, Movement other) => Math.Abs(one.Date.DayNumber - other.Date.DayNumber);

    /// <summary>Accounts and tax ids decide where both tellings have them. A name alone is no identity: it makes a line doubtful.</summary>
    private static Part Party(Movement one, Movement other)
    {
        var (account, taxId) = (Texts(one.CounterAccount, other.CounterAccount), Texts(one.TaxId, other.TaxId));
        if (account == Part.Unlike || taxId == Part.Unlike)
            return Part.Unlike;
        var isKnown =
            (account == Part.Same && one.CounterAccount is not null) || (taxId == Part.Same && one.TaxId is not null);
        if (isKnown)
            return Part.Same;
        var names = Texts(one.Name, other.Name);
        return account == Part.Missing || taxId == Part.Missing
            ? (names == Part.Unlike ? Part.Unlike : Part.Missing)
            : names;
    }
}
