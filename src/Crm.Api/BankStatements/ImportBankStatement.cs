using Crm.Domain.Settings;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statements: the file as the bank gives it.</summary>
public static class ImportBankStatementEndpoint
{
    internal static readonly Param Account = new(
        "account",
        "string",
        "Number of the company's own account (расчётный счёт); required when the file does not contain it "
            + "(CSV without a column `account`).",
        "40702810900000000001"
    );

    internal static readonly Param Format = new(
        "format",
        "string",
        "Name of a saved format (statementFormats in the settings) that says what the columns of the table contain and whose debit it "
            + "shows.",
        "card-51"
    );

    private const string Example =
        "date;number;amount;payer;payer tax id;purpose;account\n05.11.2026;17;54000,00;ООО "
        + "«Ромашка»;7707083893;Оплата по счёту № I-2026-000042 от 01.11.2026;40702810900000000001\n";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statements", (HttpContext http, StatementImport import) => import.Run(http))
            .Operation(
                new("importBankStatement")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Import a bank statement",
                    Description =
                        "Imports a bank statement (банковская выписка) in the format 1CClientBankExchange "
                        + "(Windows-1251, DOS or UTF-8) or CSV, at most 5 MiB and 10,000 lines. Incoming "
                        + "transactions are recorded as payments of the invoices that they match; uncertain "
                        + "ones wait for a user, with the reason. Importing a file or a line again changes "
                        + "nothing. A line that agrees with an earlier one save for a part that is missing or unlike (date, "
                        + "number, other party, purpose), or that another user imported, who does not write documents of all "
                        + "deals, waits with `statement_line.possible_repetition`. The direction of money is read, never assumed: "
                        + "unknown columns, signs that contradict their column, and totals that differ from the lines refuse the "
                        + "file, with every fault. In tables `debit` is the bank's: money that left; another one needs a format. "
                        + "With more than 100 incoming lines the answer names the operation that goes on with them.",
                    Query = [Account, Format],
                    Refusals = ["validation.failed", "bank_statement.too_large", "body.required", "body.media_type"],
                }
            )
            .WithMetadata(new FileBody(StatementUpload.Types, Example))
            .Answers<BankStatementAnswer>(201)
            .Answers<BankStatementAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
}
