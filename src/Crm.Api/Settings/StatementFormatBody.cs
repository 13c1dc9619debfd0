using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.Settings;

/// <summary>How a table of a bank or of a program is read: POST /bank-statements?format=name.</summary>
/// <param name="Name">Name of the format, unique in the company.</param>
/// <param name="Account">Number of the company's own account (расчётный счёт) whose statements have this format.</param>
/// <param name="Columns">What the columns contain, at most 50; columns not named here are known by their headers.</param>
/// <param name="DebitOf">
/// Whose debit the table shows: of the <c>bank</c> (debit is money that left the company), or of the <c>company</c> (a card of account 51
/// out of its books: debit is money that it received).
/// </param>
public sealed record StatementFormatBody(
    string Name,
    [property: Identifier(IsNumber = true)] string Account,
    DebitOwner DebitOf,
    IReadOnlyList<StatementColumnBody>? Columns = null
)
{
    public static StatementFormatBody Of(StatementColumns format) =>
        new(
            format.Name,
            format.Account,
            format.DebitOf,
            [.. format.Columns.Select(column => new StatementColumnBody(column.Header, column.Is))]
        );

    internal StatementColumns Wanted(string pointer) =>
        new(
            TextValidation.Required(Name, pointer + "/name", TextValidation.Title),
            AccountNumber.Normalize(TextValidation.Required(Account, pointer + "/account", TextValidation.Title)) ?? "",
            [
                .. TextValidation
                    .Most(Columns ?? [], pointer + "/columns", 50)
                    .Select(
                        (column, at) =>
                            new MappedColumn(
                                TextValidation.Required(
                                    column.Header,
                                    $"{pointer}/columns/{at}/header",
                                    TextValidation.Title
                                ),
                                column.Is
                            )
                    ),
            ],
            DebitOf
        );
}

/// <summary>A column of a statement's table.</summary>
/// <param name="Header">Header of the column as the file has it; case, spaces and signs do not matter.</param>
/// <param name="Is">What the column contains; <c>ignored</c>: nothing that is read.</param>
public sealed record StatementColumnBody(string Header, StatementColumn Is);
