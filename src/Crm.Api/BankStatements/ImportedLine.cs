using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>A line of a file that becomes a stream of its own.</summary>
/// <param name="Repeats">A line that may be the same movement; null: none.</param>
public sealed record ImportedLine(StatementEntry Entry, Guid Id, StatementLineId? Repeats)
{
    /// <summary>The other account is the company's own, too.</summary>
    public bool IsOwnTransfer { get; init; }

    /// <summary>The line of the other account; null: it was not read yet.</summary>
    public StatementLineId? Counterpart { get; init; }

    public bool MayRepeat => Repeats is not null && Entry.Direction == MoneyDirection.In && !IsOwnTransfer;

    public StatementLineRead Read(BankStatementImported statement) =>
        new(
            new(Id),
            statement.Statement,
            Entry.Row,
            Entry.Direction,
            Entry.Account,
            Entry.Number,
            Entry.Date,
            Entry.BookedOn,
            Entry.Amount,
            new(Seal(Entry.Name), Seal(Entry.TaxId), Seal(Entry.CounterAccount)),
            Seal(Entry.Purpose),
            statement.ImportedBy,
            Repeats
        )
        {
            IsOwnTransfer = IsOwnTransfer,
            Counterpart = Counterpart,
        };

    private static Personal? Seal(string? text) => TextValidation.PersonalOrNull(text, "", TextValidation.Long);
}
