using System.Globalization;
using Crm.Api.BankStatements.Reading;
using Crm.Api.Operations;
using Crm.Api.Settings;
using Crm.Domain.BankStatements;
using Crm.Projections.BankStatements;
using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>
/// Takes a statement: the statement, every line that is new and the message that settles them come in one commit, one import at a time in the whole company. A short one is
/// settled before the answer; the message stands behind it for the case that the host does not live to do so.
/// </summary>
public sealed class StatementImport(
    SettleStatement settle,
    StatementAnswers answers,
    IDocumentStore store,
    Outgoing outgoing,
    Company company,
    TimeProvider clock,
    ILogger<StatementImport> log
)
{
    /// <summary>As many lines are settled before the answer.</summary>
    private const int AtOnce = 100;
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(2);

    public async Task<IResult> Run(HttpContext http)
    {
        var ct = http.RequestAborted;
        var account = Query.Text(http, ImportBankStatementEndpoint.Account.Name);
        var upload = await StatementUpload.Read(http, account);
        var keys = Keys.Of(http, new { upload.Hash });
        if (keys is not null && await Stored(keys, ct) is { } stored)
            return stored;
        var (id, by) = (BankStatementDocument.Stream(upload.Hash), Importer.Of(http));
        if (await Find(id, ct) is { } known)
            return await Again(http, known, by, keys);

        var (file, faults) = StatementReader.Read(upload.Bytes, company.BaseCurrency, account);
        if (file is null)
            throw new ProblemException(422, "validation.failed")
            {
                Errors =
                [
                    .. faults.Select(x => new ProblemError(
                        string.Create(CultureInfo.InvariantCulture, $"/line/{x.Row}"),
                        null,
                        x.Code,
                        x.Expected
                    )),
                ],
            };
        var (statement, accepted) = await Import(http, id, upload.Hash, file, by, keys, ct);
        if (statement is null)
            return await Again(http, (await Find(id, ct))!, by, keys);
        if (accepted is not null)
            return await Placed(accepted, id, ct);
        await Settle(id, by, ct);
        return await Kept(keys, Taken(http, (await answers.Of([statement], ct))[0]), id, ct);
    }

    /// <summary>The rules are asked once more of the lines that wait.</summary>
    public async Task<IResult> Match(HttpContext http, Guid id, Keys? keys)
    {
        var (ct, by) = (http.RequestAborted, Importer.Of(http));
        if (keys is not null && await Stored(keys, ct) is { } stored)
            return stored;
        var known = await Find(id, ct) ?? throw ProblemException.NotFound("bank_statement.not_found");
        var lines = (await answers.Of([known], ct))[0].Lines;
        if (lines.Pending + lines.Waiting > AtOnce)
        {
            await using var session = store.LightweightSession();
            var work = Work("match-bank-statement", id, clock.GetUtcNow());
            session.Insert(work);
            await outgoing.Send(session, new SettleBankStatement(id, work.Id, by, Again: true));
            var accepted = Accepted(http, work);
            if (keys is not null)
                session.Store(accepted.Under(keys, id, 1, work.CreatedAt));
            await session.SaveChangesAsync(ct);
            return await Placed(accepted, id, ct);
        }

        // Each line in its own commit: what is broken off here goes on when the caller asks again.
        await settle.Run(id, by, again: true, null, ct);
        return await Kept(
            keys,
            StoredReply.Of(http, 200, (await answers.Of([known], ct))[0], null, ETags.Of(1)),
            id,
            ct
        );
    }

    /// <summary>A file that was imported before: nothing changes, but what a host left undone is done.</summary>
    private async Task<IResult> Again(HttpContext http, BankStatementDocument known, Importer by, Keys? keys)
    {
        var ct = http.RequestAborted;
        if (!by.Reaches(known.State.ImportedBy))
            throw new ProblemException(409, "bank_statement.imported");
        var answer = (await answers.Of([known], ct))[0];
        if (answer.Lines.Pending > AtOnce)
            await Message(known.Id, by, ct);
        else if (answer.Lines.Pending > 0)
        {
            await Settle(known.Id, by, ct);
            answer = (await answers.Of([known], ct))[0];
        }

        return await Kept(keys, StoredReply.Of(http, 200, answer, null, ETags.Of(1)), known.Id, ct);
    }

    /// <returns>No statement when somebody else imported the same file meanwhile; the answer when it is long.</returns>
    private async Task<(BankStatementDocument? Statement, StoredReply? Accepted)> Import(
        HttpContext http,
        Guid id,
        string hash,
        StatementFile file,
        Importer by,
        Keys? keys,
        CancellationToken ct
    )
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = by.Actor;
        session.SetHeader("command", "importBankStatement");
        session.SetHeader("credential", by.Credential);
        await session.BeginTransactionAsync(ct);
        // One at a time: what the second finds is what the first has written, and lines of two files that overlap cannot collide.
        await using (
            var take = new NpgsqlCommand(
                "select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(hashtextextended('bank-statements', 0))"
            )
        )
        await using (await session.ExecuteReaderAsync(take, ct)) { }

        if (await session.LoadAsync<BankStatementDocument>(id, ct) is not null)
            return default;
        var movements = file.Movements().Select(x => (x.Entry, Id: StatementLineDocument.Stream(x.Identity))).ToArray();
        var known = await Known(session, [.. movements.Select(x => x.Id)], ct);
        var now = clock.GetUtcNow();
        var fresh = movements.Where(x => !known.Contains(x.Id)).ToArray();
        var imported = new BankStatementImported(
            new(id),
            hash,
            file.Format,
            file.Accounts,
            file.From,
            file.To,
            fresh.Count(x => x.Entry.Direction == MoneyDirection.In),
            fresh.Count(x => x.Entry.Direction == MoneyDirection.Out),
            Sums(fresh, MoneyDirection.In),
            Sums(fresh, MoneyDirection.Out),
            by.User is { } user ? new UserId(user) : null,
            [.. movements.Where(x => known.Contains(x.Id)).Select(x => new RepeatedLine(x.Entry.Row, new(x.Id)))]
        )
        {
            HappenedAt = now,
        };
        session.Events.StartStream<BankStatementDocument>(id, Facts.Recorded(session, imported, now));
        foreach (var (entry, line) in fresh)
            session.Events.StartStream<StatementLineDocument>(
                line,
                Facts.Recorded(session, Read(entry, line, imported) with { HappenedAt = now }, now)
            );
        var work = imported.Incoming <= AtOnce ? null : Work("import-bank-statement", id, now);
        if (work is not null)
            session.Insert(work);
        if (imported.Incoming > 0)
            await outgoing.Send(session, new SettleBankStatement(id, work?.Id, by), work is null ? Behind : null);
        var (statement, accepted) = (
            new BankStatementDocument(id, imported, now),
            work is null ? null : Accepted(http, work)
        );
        // In the commit of the statement: whoever asks again learns what became of it, whenever the host dies. That of a short one says once more, when its lines are settled, where they stand.
        if (keys is not null)
            session.Store((accepted ?? Taken(http, StatementAnswers.Unsettled(statement))).Under(keys, id, 1, now));
        await session.SaveChangesAsync(ct);
        return (statement, accepted);
    }

    private static LongWork Work(string kind, Guid id, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Subject = id.ToString(),
            CreatedAt = now,
            UpdatedAt = now,
        };

    private static StoredReply Accepted(HttpContext http, LongWork work) =>
        StoredReply.Of(http, 202, OperationAnswer.Of(work), $"/api/v1/operations/{work.Id}", null);

    private static StoredReply Taken(HttpContext http, BankStatementAnswer answer) =>
        StoredReply.Of(http, 201, answer, $"/api/v1/bank-statements/{answer.Id}", ETags.Of(1));

    private static StatementLineRead Read(StatementEntry x, Guid line, BankStatementImported statement) =>
        new(
            new(line),
            statement.Statement,
            x.Row,
            x.Direction,
            x.Account,
            x.Number,
            x.Date,
            x.BookedOn,
            x.Amount,
            new(Seal(x.Name), Seal(x.TaxId), Seal(x.CounterAccount)),
            Seal(x.Purpose),
            statement.ImportedBy
        );

    private static Personal? Seal(string? text) => Texts.PersonalOrNull(text, "", Texts.Long);

    private static ImmutableArray<Money> Sums(
        IEnumerable<(StatementEntry Entry, Guid)> lines,
        MoneyDirection direction
    ) =>
        [
            .. lines
                .Where(x => x.Entry.Direction == direction)
                .GroupBy(x => x.Entry.Amount.Currency)
                .OrderBy(x => x.Key)
                .Select(x => new Money(x.Sum(l => l.Entry.Amount.Amount), x.Key)),
        ];

    private static async Task<HashSet<Guid>> Known(IDocumentSession session, Guid[] lines, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id from crm.mt_doc_statement_line where id = any($1)");
        command.Parameters.AddWithValue(lines);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        HashSet<Guid> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>What breaks off here is not lost: the statement stands, and its message goes on with it.</summary>
    private async Task Settle(Guid id, Importer by, CancellationToken ct)
    {
        try
        {
            await settle.Run(id, by, again: false, null, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError("Settling a bank statement broke off and goes on later: {Fault}", FaultLine.Of(e));
        }
    }

    private async Task Message(Guid id, Importer by, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        await outgoing.Send(session, new SettleBankStatement(id, null, by));
        await session.SaveChangesAsync(ct);
    }

    private async Task<BankStatementDocument?> Find(Guid id, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<BankStatementDocument>(id, ct);
    }

    private async Task<StoredReply?> Stored(Keys keys, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return keys.Fitting(await session.LoadAsync<IdempotentAnswer>(keys.Id, ct), clock.GetUtcNow()) is { } stored
            ? await StoredReply.Replay(stored, session, ct)
            : null;
    }

    /// <summary>Kept under its key when there is one; the position is that of the statement's fact.</summary>
    private async Task<IResult> Kept(Keys? keys, StoredReply answer, Guid id, CancellationToken ct)
    {
        if (keys is not null)
        {
            await using var session = store.LightweightSession();
            session.Store(answer.Under(keys, id, 1, clock.GetUtcNow()));
            await session.SaveChangesAsync(ct);
        }

        return await Placed(answer, id, ct);
    }

    private async Task<IResult> Placed(StoredReply answer, Guid id, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return answer with { Position = await Positions.Of(session, id, null, ct) };
    }
}
