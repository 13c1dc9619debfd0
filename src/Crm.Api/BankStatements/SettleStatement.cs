using System.Runtime.ExceptionServices;
using System.Text.Json;
using Crm.Api.DealKinds;
using Crm.Api.Operations;
using Crm.Api.Settings;
using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Projections.BankStatements;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.BankStatements;

/// <summary>
/// Settles the lines of a statement that nobody has settled yet, in the order of the file. Every line is a commit of its own and is looked at again under its lock: broken off
/// anywhere it goes on where it stood, and two at once do each line once. A deal that is held by others does not stop the lines of other deals.
/// </summary>
public sealed class SettleStatement(LinePath path, NpgsqlDataSource database, Kinds kinds, Company company)
{
    private const int Page = 200;
    private const int Attempts = 3;

    /// <summary>Throws at the end when lines were passed over because others held their deals: they are pending still.</summary>
    /// <param name="again">Asks the rules once more of lines that wait, too.</param>
    /// <param name="progress">Told how many of how many lines are done; false: stop.</param>
    public async Task Run(
        Guid statement,
        Importer by,
        bool again,
        Func<int, int, Task<bool>>? progress,
        CancellationToken ct
    )
    {
        await company.Refresh(ct);
        await kinds.Refresh(ct);
        var (done, all) = (0, 0);
        var held = new Held();
        for (
            var lines = await Due(statement, -1, again, ct);
            lines.Count > 0;
            lines = await Due(statement, lines[^1].Row, again, ct)
        )
        {
            if (all == 0)
                all = await Count(statement, again, ct);
            var book = await InvoiceBook.Of(lines, by, database, ct);
            List<(Guid, LineVerdict)> left = [];
            foreach (var line in lines)
                if (await Settle(line, book, by, held, again, ct) is { } verdict)
                    left.Add((line.Id.Value, verdict));
            try
            {
                await path.Leave(by, left, again, ct);
            }
            catch (Exception e) when (LinePath.Busy(e))
            {
                held.By = ExceptionDispatchInfo.Capture(e);
            }

            if (progress is not null && !await progress(done += lines.Count, all))
                return;
        }

        held.By?.Throw();
    }

    /// <summary>Null when it is settled, or stays pending because others hold its deal; else why it waits.</summary>
    private async Task<LineVerdict?> Settle(
        StatementLine line,
        InvoiceBook book,
        Importer by,
        Held held,
        bool again,
        CancellationToken ct
    )
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var verdict = MatchLine.Decide(line, book.For(line));
            if (verdict.Match is not { } match)
                return verdict;
            // Whoever was waited for once is not waited for again with every line.
            if (held.Deals.Contains(match.Deal))
                return null;
            try
            {
                if (await Pay(line, match, book, by, again, ct))
                    return null;
            }
            catch (Exception e) when (LinePath.Busy(e))
            {
                held.Deals.Add(match.Deal);
                held.By = ExceptionDispatchInfo.Capture(e);
                return null;
            }
        }

        // Others pay the same invoices at this very moment: somebody has to look.
        return LineVerdict.Waits("statement_line.ambiguous", book.For(line));
    }

    /// <summary>False when the deal, under its lock, is not as the book had it: the book has it right now.</summary>
    private async Task<bool> Pay(
        StatementLine line,
        InvoiceCandidate match,
        InvoiceBook book,
        Importer by,
        bool again,
        CancellationToken ct
    )
    {
        await using var session = path.Open();
        var turn = await path.Settle(
            session,
            by,
            line.Id.Value,
            match.Deal.Value,
            (now, deal) => MatchAgain.Due(now, again) ? Judged(now, deal, book, by) : default,
            null,
            ct
        );
        if (turn.Deal is { } deal)
            book.Note(deal.State);
        if (turn.Refused is not { } refused)
            return !MatchAgain.Due(turn.Line.State, again);
        await path.Settle(
            session,
            by,
            line.Id.Value,
            match.Deal.Value,
            (now, _) => MatchAgain.Due(now, again) ? (null, Refused(now, match, refused)) : default,
            null,
            ct
        );
        return true;
    }

    /// <summary>What the book says of this deal may be old by now: judged anew with the deal as it is under its lock. Nothing: the book has it right now.</summary>
    internal static (RecordPayment?, Fact?) Judged(StatementLine now, Deal deal, InvoiceBook book, Importer by)
    {
        if (!by.Reaches(deal.Manager))
            return book.Forget(deal.Id);
        book.Note(deal);
        var verdict = MatchLine.Decide(now, book.For(now));
        if (verdict.Match is not { } found || found.Deal != deal.Id)
            return default;
        var payment = PayFromLine.On(deal, now, found.Invoice, StatementReference.Of(now));
        return (
            payment,
            new StatementLineMatched(
                now.Id,
                deal.Id,
                found.Invoice,
                verdict.By!.Value,
                now.Amount.With(payment.Allocations.Sum(x => x.Amount))
            )
        );
    }

    /// <summary>The rules found it, and the deal's own rules took no such payment.</summary>
    internal static StatementLineLeft? Refused(StatementLine now, InvoiceCandidate match, Rejection refused) =>
        MatchAgain.Left(
            now,
            LineVerdict.Waits("statement_line.refused", match),
            refused.Faults.IsEmpty ? refused.Code : refused.Faults[0].Code
        );

    /// <summary>What others held while the lines were gone through.</summary>
    private sealed class Held
    {
        public HashSet<DealId> Deals { get; } = [];

        public ExceptionDispatchInfo? By { get; set; }
    }

    private static string[] Status(bool again) => again ? ["pending", "waiting"] : ["pending"];

    private async Task<List<StatementLine>> Due(Guid statement, int after, bool again, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data from crm.mt_doc_statement_line where statement_id = $1 and status = any($3) and file_row > $2 order by file_row, id limit {Page}"
        );
        command.Parameters.AddWithValue(statement);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(Status(again));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<StatementLine> lines = [];
        while (await reader.ReadAsync(ct))
            lines.Add(JsonSerializer.Deserialize<StatementLineDocument>(reader.GetString(0), CrmStore.Json)!.State);
        return lines;
    }

    private async Task<int> Count(Guid statement, bool again, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select count(*)::int from crm.mt_doc_statement_line where statement_id = $1 and status = any($2)"
        );
        command.Parameters.AddWithValue(statement);
        command.Parameters.AddWithValue(Status(again));
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>How a payment refers to the bank's document.</summary>
internal static class StatementReference
{
    public static Personal? Of(StatementLine x)
    {
        var number = x.Number is null
            ? null
            : $"№ {x.Number} от {x.Date.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)}";
        var text = string.Join(". ", new[] { number, x.Purpose?.Text }.OfType<string>());
        return Texts.PersonalOrNull(text.Length > Texts.Title ? text[..Texts.Title] : text, "/reference", Texts.Title);
    }
}

/// <summary>Goes on with a statement: what a request begins and does not end itself. Ids only.</summary>
/// <param name="Again">Lines that wait are put to the rules once more.</param>
public sealed record SettleBankStatement(Guid Statement, Guid? Operation, Importer By, bool Again = false);

/// <summary>Delivered at least once, also after the host that took the statement was killed: lines that are settled stay as they are.</summary>
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

    /// <summary>A deal is held by others, or the database is away: what is pending then is tried again.</summary>
    public static void Configure(HandlerChain chain) => chain.OnAnyException().ScheduleRetry(Retries);

    [MessageTimeout(3600)]
    public static async Task Handle(
        SettleBankStatement message,
        Envelope envelope,
        SettleStatement settle,
        IDocumentStore store,
        TimeProvider clock,
        ILogger<SettleBankStatement> log,
        CancellationToken ct
    )
    {
        if (message.Operation is { } begun && !await LongWorks.Note(store, begun, clock, x => x.State = "running", ct))
            return;
        try
        {
            await settle.Run(
                message.Statement,
                message.By,
                message.Again,
                message.Operation is not { } id
                    ? null
                    : (done, all) =>
                        LongWorks.Note(
                            store,
                            id,
                            clock,
                            x => x.Progress = Math.Min(1, Math.Round(done / (decimal)Math.Max(1, all), 3)),
                            ct
                        ),
                ct
            );
            if (message.Operation is { } ended)
                await LongWorks.Note(store, ended, clock, x => (x.State, x.Progress) = ("succeeded", 1), ct);
        }
        catch (Exception e)
            when (!ct.IsCancellationRequested && message.Operation is not null && envelope.Attempts > Retries.Length)
        {
            log.LogError("Settling a bank statement broke off: {Fault}", FaultLine.Of(e));
            await LongWorks.Note(
                store,
                message.Operation.Value,
                clock,
                x =>
                    (x.State, x.Error) = (
                        "failed",
                        message.Again
                            ? "it broke off: ask again, and it goes on"
                            : "it broke off and is not lost: import the same file again, and it goes on"
                    ),
                ct
            );
        }
    }
}
