using Crm.Domain.Settings;

namespace Crm.Domain.BankStatements;

/// <summary>
/// What is compared of a movement, in the form in which it is compared. It is made once: a file of many lines is compared with many
/// stored ones.
/// </summary>
/// <param name="Account">Our own account.</param>
/// <param name="CounterAccount">Account of the other party, as are the tax id and the name.</param>
internal sealed record Movement(
    string? Account,
    MoneyDirection Direction,
    Money Amount,
    DateOnly Date,
    DateOnly? BookedOn,
    string? Number,
    string? CounterAccount,
    string? TaxId,
    string? Name,
    string? Purpose
)
{
    public static Movement Of(StatementEntry entry) =>
        new(
            AccountNumber.Normalize(entry.Account),
            entry.Direction,
            entry.Amount,
            entry.Date,
            entry.BookedOn,
            MovementIdentity.Number(entry.Number),
            AccountNumber.Normalize(entry.CounterAccount),
            Payers.TaxId(entry.TaxId),
            Payers.Name(entry.Name),
            MovementIdentity.Purpose(entry.Purpose)
        );

    public static Movement Of(StatementLine line) =>
        new(
            AccountNumber.Normalize(line.Account),
            line.Direction,
            line.Amount,
            line.Date,
            line.BookedOn,
            MovementIdentity.Number(line.Number),
            AccountNumber.Normalize(line.Counterparty.Account?.Text),
            Payers.TaxId(line.Counterparty.TaxId?.Text),
            Payers.Name(line.Counterparty.Name?.Text),
            MovementIdentity.Purpose(line.Purpose?.Text)
        );

    /// <summary>What is equal in every telling of a movement.</summary>
    public (string? Account, MoneyDirection Direction, Money Amount) Key => (Account, Direction, Amount);
}
