using System.Text.Json.Serialization;

namespace Crm.Domain.Settings;

/// <summary>
/// What a column of a statement contains. Of <c>amount</c>, <c>credit</c> and <c>debit</c> a table has an amount (with a sign, or with a
/// <c>direction</c> beside it) or the other two; <c>ignored</c> is not read.
/// </summary>
[JsonConverter(typeof(CamelCase<StatementColumn>))]
public enum StatementColumn
{
    Date,
    Booked,
    Number,
    Amount,
    Credit,
    Debit,
    Direction,
    Currency,
    Account,
    Name,
    TaxId,
    CounterAccount,
    Purpose,
    Ignored,
}

/// <summary>
/// Whose debit a table shows: of the <c>bank</c> (a statement: debit is money that left the company) or of the <c>company</c> (a card of
/// account 51 out of its books: debit is money that it received).
/// </summary>
[JsonConverter(typeof(CamelCase<DebitOwner>))]
public enum DebitOwner
{
    Bank,
    Company,
}

/// <summary>A column of a format.</summary>
/// <param name="Header">The header as the file has it; case, spaces and signs do not matter.</param>
public sealed record MappedColumn(string Header, StatementColumn Is);

/// <summary>How a table of a bank or of a program is read: a saved format of one of the company's accounts.</summary>
/// <param name="Name">Name of the format, unique in the company.</param>
/// <param name="Account">Number of the company's own account whose statements have this format.</param>
/// <param name="Columns">What the columns contain; those not named here are known by their headers.</param>
/// <param name="DebitOf">Whose debit the table shows.</param>
public sealed record StatementColumns(
    string Name,
    string Account,
    ImmutableArray<MappedColumn> Columns,
    DebitOwner DebitOf
)
{
    public bool Equals(StatementColumns? other) =>
        other is not null
        && Name == other.Name
        && Account == other.Account
        && DebitOf == other.DebitOf
        && Columns.SequenceEqual(other.Columns);

    public override int GetHashCode() => HashCode.Combine(Name, Account, DebitOf, Columns.Length);
}
