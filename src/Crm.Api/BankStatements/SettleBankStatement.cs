using Crm.Api.Operations;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.BankStatements;

/// <summary>Goes on with a statement: what a request begins and does not end itself.</summary>
/// <param name="Operation">The long work that follows it; null: none.</param>
/// <param name="User">On whose behalf; null: a key without a user.</param>
/// <param name="Credential">The id of the credential.</param>
/// <param name="Again">Lines that wait are put to the rules once more.</param>
public sealed record SettleBankStatement(
    Guid Statement,
    Guid? Operation,
    Guid? User,
    string? Credential,
    bool Again = false
) : IDurableMessage;

/// <summary>
/// Delivered at least once, also after the host that took the statement was killed: lines that are settled stay as they are.
/// </summary>
public static class SettleBankStatementHandler
{
    private static readonly TimeSpan[] Retries =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
    ];

    /// <summary>A deal is locked by others, or the database is away: what is pending then is tried again.</summary>
    public static void Configure(HandlerChain chain) => chain.OnAnyException().ScheduleRetry(Retries);

    [MessageTimeout(3600)]
    public static async Task Handle(
        SettleBankStatement message,
        Envelope envelope,
        SettleStatement settle,
        BackgroundCallers callers,
        IDocumentStore store,
        TimeProvider clock,
        ILogger<SettleBankStatement> log,
        CancellationToken ct
    )
    {
        if (
            message.Operation is { } begun
            && !await OperationProgress.Record(store, begun, clock, work => work.State = "running", ct)
        )
            return;
        try
        {
            var by = Importer.From(await callers.Find(message.User, message.Credential, ct));
            await settle.Run(message.Statement, by, message.Again, Progress(message, store, clock, ct), ct);
            if (message.Operation is { } ended)
                await OperationProgress.Record(
                    store,
                    ended,
                    clock,
                    work => (work.State, work.Progress) = ("succeeded", 1),
                    ct
                );
        }
        catch (Exception e)
            when (!ct.IsCancellationRequested && message.Operation is not null && envelope.Attempts > Retries.Length)
        {
            log.LogError("Settling a bank statement failed: {Fault}", FaultLine.Of(e));
            await OperationProgress.Record(
                store,
                message.Operation.Value,
                clock,
                work => (work.State, work.Error) = ("failed", Failure(message.Again)),
                ct
            );
        }
    }

    private static Func<int, int, Task<bool>>? Progress(
        SettleBankStatement message,
        IDocumentStore store,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        message.Operation is not { } id
            ? null
            : (done, all) =>
                OperationProgress.Record(
                    store,
                    id,
                    clock,
                    work => work.Progress = Math.Min(1, Math.Round(done / (decimal)Math.Max(1, all), 3)),
                    ct
                );

    private static string Failure(bool again) =>
        again
            ? "it broke off: ask again, and it goes on"
            : "it broke off and is not lost: import the same file again, and it goes on";
}
