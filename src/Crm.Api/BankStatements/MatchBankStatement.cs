using Crm.Domain.Settings;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statements/{statementId}/match: matches all its waiting lines again.</summary>
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
                    Summary = "Match a bank statement again",
                    Description =
                        "Applies the matching rules again to every waiting line, in the order of the file, "
                        + "because matching invoices may have been issued since. Returns the statement with "
                        + "its lines per state. Lines that still wait for the same reason do not change. With more "
                        + "than 100 waiting lines the answer names the operation that goes on with them.",
                    Refusals = ["bank_statement.not_found"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .WithoutPreview()
            .Answers<BankStatementAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
}
