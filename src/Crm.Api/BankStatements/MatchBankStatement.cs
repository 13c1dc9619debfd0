using Crm.Api.Operations;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statements/{statementId}/match: the rules are asked once more of all its lines that wait.</summary>
public static class MatchBankStatementEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/bank-statements/{statementId:guid}/match",
                async (Guid statementId, HttpContext http, StatementImport import) =>
                {
                    var body = await Body.Read<NoBody>(http, optional: true);
                    return await import.Match(http, statementId, CommandRequests.Key(http, body));
                }
            )
            .Operation(
                new("matchBankStatement")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Match a bank statement once more",
                    Description =
                        "Asks the rules once more of every line that waits, in the order of the file: invoices may have come "
                        + "since. Answers with the statement and where its lines stand now. Lines that still wait for the same stay "
                        + "as they are, so that asking twice changes nothing. For more than 100 such lines 202: follow it at "
                        + "Location.",
                    Refusals = ["bank_statement.not_found"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<BankStatementAnswer>()
            .Answers<OperationAnswer>(202)
            .Capability(Capabilities.OrdersAndInvoices);
}
