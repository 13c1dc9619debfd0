using Crm.Api.Operations;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>Bank statements and what becomes of their lines.</summary>
public static class BankStatementsFeature
{
    public static IServiceCollection AddBankStatements(this IServiceCollection services) =>
        services
            .AddSingleton<StatementLines>()
            .AddSingleton<StatementScopes>()
            .AddSingleton<StatementMovements>()
            .AddSingleton<SettleStatement>()
            .AddSingleton<StatementImport>()
            .AddSingleton<StatementAnswers>()
            .AddSingleton(
                new OperationKind(StatementImport.Importing, SettleBankStatement.Of, RepeatsAfterAnyError: true)
            )
            .AddSingleton(
                new OperationKind(StatementImport.Matching, SettleBankStatement.Of, RepeatsAfterAnyError: true)
            )
            .AddAnswers<LineRenderer>(
                "assignStatementLine",
                "matchStatementLine",
                "ignoreStatementLine",
                "unassignStatementLine"
            );

    public static void MapBankStatements(this IEndpointRouteBuilder routes)
    {
        ImportBankStatementEndpoint.Map(routes);
        ReadBankStatementsEndpoints.Map(routes);
        MatchBankStatementEndpoint.Map(routes);
        MatchStatementLineEndpoint.Map(routes);
        AssignStatementLineEndpoint.Map(routes);
        IgnoreStatementLineEndpoint.Map(routes);
        UnassignStatementLineEndpoint.Map(routes);
    }
}
