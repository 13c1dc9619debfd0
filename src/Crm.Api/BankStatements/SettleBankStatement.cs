using Crm.Api.Operations;
using Crm.Projections.ReadModels.Operations;
using Wolverine.Attributes;

namespace Crm.Api.BankStatements;

/// <summary>Settles the lines of a statement that a request does not settle itself.</summary>
/// <param name="Operation">The operation that follows it.</param>
/// <param name="User">On whose behalf; null: a key without a user.</param>
/// <param name="Credential">The id of the credential.</param>
/// <param name="Again">Lines that wait are matched once more.</param>
public sealed record SettleBankStatement(
    Guid Statement,
    Guid? Operation,
    Guid? User,
    string? Credential,
    bool Again = false
) : IDurableMessage
{
    /// <summary>Null for an operation of an earlier build, which does not say in whose name.</summary>
    internal static IDurableMessage? Of(LongWork work) =>
        work.Settlement is { } request
            ? new SettleBankStatement(request.Statement, work.Id, request.User, request.Credential, request.Again)
            : null;
}

/// <summary>Every run settles the lines that are not settled yet, each in its own commit.</summary>
public static class SettleBankStatementHandler
{
    [MessageTimeout(3600)]
    public static async Task Handle(
        SettleBankStatement message,
        OperationRuns runs,
        SettleStatement settle,
        BackgroundCallers callers,
        CancellationToken ct
    )
    {
        // A message of an earlier build has no operation.
        if (message.Operation is not { } operation)
            await Settle(message, settle, callers, null, ct);
        else
            await runs.Run(
                operation,
                async run =>
                {
                    await Settle(message, settle, callers, run, run.Stopped);
                    return _ => { };
                },
                ct,
                work => work.Settlement ??= new(message.Statement, message.User, message.Credential, message.Again)
            );
    }

    private static async Task Settle(
        SettleBankStatement message,
        SettleStatement settle,
        BackgroundCallers callers,
        OperationRun? run,
        CancellationToken ct
    )
    {
        var by = Importer.From(await callers.Find(message.User, message.Credential, ct)) with { IsBackground = true };
        await settle.Run(
            message.Statement,
            by,
            message.Again,
            run is null ? null : (done, all) => run.Report(done / (decimal)Math.Max(1, all)),
            ct
        );
    }
}
