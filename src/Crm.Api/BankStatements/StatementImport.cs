using System.Globalization;
using System.Text.Json;
using Crm.Api.BankStatements.Reading;
using Crm.Api.Operations;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Operations;
using Marten;

namespace Crm.Api.BankStatements;

/// <summary>
/// Takes a statement: the statement, every line that is new and the operation that settles them come in one commit, one import
/// at a time in the whole company. A short one is settled before the answer; its operation goes on when the host does not live to do so.
/// </summary>
public sealed class StatementImport(
    SettleStatement settle,
    CommandQueues queues,
    StatementAnswers answers,
    RequestAnswers kept,
    RequestStore store,
    StatementMovements movements,
    OutgoingMessages outgoing,
    Company company,
    TimeProvider clock,
    ILogger<StatementImport> log
)
{
    internal const string Importing = "import-bank-statement";
    internal const string Matching = "match-bank-statement";

    /// <summary>As many lines are settled before the answer.</summary>
    private const int AtOnce = 100;
    private static readonly Guid Queue = QueueName.Of("bank-statements");

    public async Task<IResult> Run(HttpContext http)
    {
        var ct = http.RequestAborted;
        var account = Query.Text(http, ImportBankStatementEndpoint.Account.Name);
        var format = Format(Query.Text(http, ImportBankStatementEndpoint.Format.Name), account);
        var upload = await StatementUpload.Read(http, account, format);
        var key = CommandRequests.Key(http, new { upload.Hash });
        if (await kept.Replay(http, key, stored => Again(http, stored)) is { } replayed)
            return replayed;
        var by = Importer.From(Caller.Of(http));
        if (await FindOwn(upload.Hash, by, ct) is { } known)
            return await Repeat(http, known, by, key);

        var (file, faults) = StatementReader.Read(
            upload.Bytes,
            AccountCurrencies.From(company.Settings, company.BaseCurrency),
            account,
            format
        );
        if (file is null)
            throw Unreadable(faults);
        var (statement, accepted) = await Import(http, upload.Hash, file, by, key);
        if (statement is null)
            return await Repeat(http, (await FindOwn(upload.Hash, by, ct))!, by, key);
        var id = statement.Id;
        if (accepted is not null)
            return await Placed(accepted, id, ct);
        await Settle(id, by, ct);
        return await Keep(http, key, Taken(http, (await answers.Of(http.Viewer(), [statement], ct))[0]), id, ct);
    }

    /// <summary>The saved format of this name; it belongs to one account.</summary>
    private StatementColumns? Format(string? name, string? account)
    {
        if (name is null)
            return null;
        var known = company.Settings.StatementFormats;
        if (known.FirstOrDefault(one => one.Name == name) is not { } format)
            throw Query.Invalid("format", Phrase.Data(known.Select(one => one.Name)));
        return account is null || AccountNumber.Normalize(account) == format.Account
            ? format
            : throw Query.Invalid("account", Phrase.Data(format.Account));
    }

    private static ProblemException Unreadable(IEnumerable<StatementFault> faults) =>
        new(422, "validation.failed")
        {
            Errors =
            [
                .. faults.Select(fault => new RequestFault(
                    string.Create(CultureInfo.InvariantCulture, $"/line/{fault.Row}"),
                    null,
                    fault.Code,
                    fault.Expected
                )),
            ],
        };

    /// <summary>Matches the waiting lines of a statement again.</summary>
    public async Task<IResult> Match(HttpContext http, Guid id, IdempotencyKey? key)
    {
        var (ct, by) = (http.RequestAborted, Importer.From(Caller.Of(http)));
        if (await kept.Replay(http, key, stored => Again(http, stored)) is { } replayed)
            return replayed;
        var known = await Find(id, ct) ?? throw ProblemException.NotFound("bank_statement.not_found");
        var lines = (await answers.Of(http.Viewer(), [known], ct))[0].Lines;
        if (lines.Pending + lines.Waiting > AtOnce)
            return await Begin(http, Matching, new(id, by.User, by.Caller.CredentialRef, Again: true), key, known);

        // Each line in its own commit: what is aborted here goes on when the caller asks again.
        await settle.Run(id, by, again: true, null, ct);
        var answer = StoredAnswer.Create(http.Viewer(), 200, (await answers.Of(http.Viewer(), [known], ct))[0], 1);
        return await Keep(http, key, answer, id, ct);
    }

    /// <summary>A file that was imported before: nothing changes, but what a host left undone is done.</summary>
    private async Task<IResult> Repeat(HttpContext http, BankStatementDocument known, Importer by, IdempotencyKey? key)
    {
        var ct = http.RequestAborted;
        var answer = (await answers.Of(http.Viewer(), [known], ct))[0];
        if (answer.Lines.Pending > AtOnce)
            return await Begin(
                http,
                Importing,
                new(known.Id, by.User, by.Caller.CredentialRef, Again: false),
                key,
                known
            );
        if (answer.Lines.Pending > 0)
        {
            await Settle(known.Id, by, ct);
            answer = (await answers.Of(http.Viewer(), [known], ct))[0];
        }

        return await Keep(http, key, StoredAnswer.Create(http.Viewer(), 200, answer, 1), known.Id, ct);
    }

    /// <returns>No statement when the same user imported the same file meanwhile; the answer when it is long.</returns>
    private async Task<(BankStatementDocument? Statement, StoredAnswer? Accepted)> Import(
        HttpContext http,
        string hash,
        StatementFile file,
        Importer by,
        IdempotencyKey? key
    )
    {
        var ct = http.RequestAborted;
        var origin = ImportOrigin(by);
        using var turn = await queues.Enter([Queue], by.Request() with { Key = key }, queues.Begin(), ct);
        if (turn is null)
            throw queues.IsInFlight([Queue], key)
                ? new ProblemException(409, "idempotency.in_progress") { RetryAfterSeconds = 1 }
                : new ProblemException(503, "resource.busy") { RetryAfterSeconds = 1 };
        await using var session = store.Write(origin);
        await session.BeginTransactionAsync(ct);
        // One at a time: what the second finds is what the first has written, and lines of two files that overlap cannot collide.
        await StatementImports.Lock(session, ct);
        var (id, earlier) = await Place(session, hash, by.Caller.User, ct);
        if (earlier is not null)
            return default;
        var (fresh, repeated, linked) = await movements.Meet(session, (id, file), by.Caller.User, ct);
        var now = clock.GetUtcNow();
        var imported = Imported((id, hash, file), fresh, repeated, by) with { HappenedAt = now };
        var work =
            imported.Incoming == 0
                ? null
                : Begin(session, Importing, new(id, by.User, by.Caller.CredentialRef, Again: false));
        var statement = new BankStatementDocument(id, imported, now);
        var unsettled = await answers.Unsettled(http.Viewer(), statement, fresh, ct);
        var accepted =
            imported.Incoming <= AtOnce ? null : Taken(http, unsettled with { Operation = OperationLink.To(work!) });
        // In the commit of the statement: a repeated request learns what became of it, whenever the host dies. The answer of a
        // short one is kept again when its lines are settled.
        if (key is not null)
            await store.Execute(
                session,
                new CommandWrite([], new(now, origin))
                {
                    Answer = (accepted ?? Taken(http, unsettled)).KeepUnder(
                        key,
                        (id, 1),
                        now,
                        AnswerBases.Of(http.Viewer())
                    ),
                    ReplacesAnswer = true,
                },
                commit: false
            );
        session.Events.StartStream<BankStatementDocument>(id, RequestStore.Recorded(session, imported, now));
        foreach (var line in fresh)
            session.Events.StartStream<StatementLineDocument>(
                line.Id,
                RequestStore.Recorded(session, line.Read(imported) with { HappenedAt = now }, now)
            );
        foreach (var line in linked)
            session.Events.Append(line.Line.Value, RequestStore.Recorded(session, line with { HappenedAt = now }, now));
        if (accepted is not null)
            await outgoing.Enlist(session, new(SettleBankStatement.Of(work!)!));
        // A client who leaves now must not roll back numbers that are drawn: every report would wait for them.
        await session.SaveChangesAsync(CancellationToken.None);
        return (statement, accepted);
    }

    private static EventOrigin ImportOrigin(Importer by) =>
        new(
            by.Caller.Actor,
            null,
            null,
            new Dictionary<string, object>
            {
                ["command"] = "importBankStatement",
                ["credential"] = by.Caller.Credential,
            }
        );

    private static BankStatementImported Imported(
        (Guid Id, string Hash, StatementFile File) upload,
        IReadOnlyList<ImportedLine> fresh,
        ImmutableArray<RepeatedLine> repeated,
        Importer by
    ) =>
        new(
            new(upload.Id),
            upload.Hash,
            upload.File.Format,
            upload.File.Accounts,
            upload.File.From,
            upload.File.To,
            fresh.Count(x => x.Entry.Direction == MoneyDirection.In && !x.IsOwnTransfer),
            fresh.Count(x => x.Entry.Direction == MoneyDirection.Out && !x.IsOwnTransfer),
            Sums(fresh, MoneyDirection.In),
            Sums(fresh, MoneyDirection.Out),
            by.Caller.User,
            repeated
        )
        {
            Warnings = upload.File.Warnings.IsEmpty ? null : upload.File.Warnings,
        };

    /// <summary>The operation that settles the lines, written with the statement: it is run until it ends.</summary>
    private LongWork Begin(IDocumentSession session, string kind, SettlementRequest request)
    {
        var now = clock.GetUtcNow();
        var work = new LongWork
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Subject = request.Statement.ToString(),
            Settlement = request,
            CreatedAt = now,
            UpdatedAt = now,
        };
        WorkLeases.Insert(session, work);
        return work;
    }

    private static StoredAnswer Taken(HttpContext http, BankStatementAnswer answer) =>
        StoredAnswer.Create(http.Viewer(), 201, answer, 1, $"/api/v1/bank-statements/{answer.Id}");

    private static ImmutableArray<Money> Sums(IEnumerable<ImportedLine> lines, MoneyDirection direction) =>
        [
            .. lines
                .Where(x => x.Entry.Direction == direction)
                .GroupBy(x => x.Entry.Amount.Currency)
                .OrderBy(x => x.Key)
                .Select(x => new Money(x.Sum(l => l.Entry.Amount.Amount), x.Key)),
        ];

    /// <summary>A failure here loses nothing: the statement is stored, and its operation continues.</summary>
    private async Task Settle(Guid id, Importer by, CancellationToken ct)
    {
        try
        {
            await settle.Run(id, by, again: false, null, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError("Settling a bank statement was aborted and continues later: {Fault}", FaultLine.Of(e));
        }
    }

    /// <summary>
    /// Accepts the settlement of a long statement. While one of the same kind is not finished, it is the answer: however often a client
    /// asks, a statement has one operation of a kind.
    /// </summary>
    private async Task<IResult> Begin(
        HttpContext http,
        string kind,
        SettlementRequest request,
        IdempotencyKey? key,
        BankStatementDocument known
    )
    {
        var (ct, subject) = (http.RequestAborted, request.Statement.ToString());
        await using var session = store.Write();
        await LongWorkLock.TakeTurn(session, $"{kind}:{subject}", ct);
        if (await kept.Replay(http, session, key) is { } replayed)
            return replayed;
        if (await LongWorkLock.FindUnfinished(session, kind, subject, ct) is not { } work)
        {
            work = Begin(session, kind, request);
            await outgoing.Enlist(session, new(SettleBankStatement.Of(work)!));
        }

        var answer = (await answers.Of(http.Viewer(), [known], ct))[0] with { Operation = OperationLink.To(work) };
        var accepted = StoredAnswer.Create(http.Viewer(), 200, answer, 1);
        if (key is not null)
            session.Store(
                accepted.KeepUnder(key, (request.Statement, 1), clock.GetUtcNow(), AnswerBases.Of(http.Viewer()))
            );
        await session.SaveChangesAsync(ct);
        return await Placed(accepted, request.Statement, ct);
    }

    /// <summary>What the user imported from this file.</summary>
    private async Task<BankStatementDocument?> FindOwn(string hash, Importer by, CancellationToken ct)
    {
        await using var session = store.Read();
        return (await Place(session, hash, by.Caller.User, ct)).Known;
    }

    /// <summary>Where a user's import of a file is: its first import on the stream of the file, one of another user on its own.</summary>
    private static async Task<(Guid Id, BankStatementDocument? Known)> Place(
        IQuerySession session,
        string hash,
        UserId? user,
        CancellationToken ct
    )
    {
        var id = BankStatementDocument.Stream(hash);
        var first = await session.LoadAsync<BankStatementDocument>(id, ct);
        if (first is null || first.State.ImportedBy == user)
            return (id, first);
        id = BankStatementDocument.Stream(hash, user);
        return (id, await session.LoadAsync<BankStatementDocument>(id, ct));
    }

    private async Task<BankStatementDocument?> Find(Guid id, CancellationToken ct)
    {
        await using var session = store.Read();
        return await session.LoadAsync<BankStatementDocument>(id, ct);
    }

    /// <summary>The stored answer for today's rights: the statement as its reader may see it now. Work is told alike to all.</summary>
    private async Task<StoredAnswer> Again(HttpContext http, IdempotentAnswer stored)
    {
        var ct = http.RequestAborted;
        // Builds before answered long work with the operation alone.
        if (stored.Status == 202)
            return StoredAnswer.From(stored);
        var known = await Find(stored.Stream, ct) ?? throw ProblemException.NotFound("bank_statement.not_found");
        if (!Importer.From(Caller.Of(http)).Reaches(known.State.ImportedBy))
            throw ProblemException.NotFound("bank_statement.not_found");
        var answer = (await answers.Of(http.Viewer(), [known], ct))[0] with
        {
            Operation = JsonSerializer.Deserialize<BankStatementAnswer>(stored.Body, Wire.Json)?.Operation,
        };
        return StoredAnswer.Create(http.Viewer(), stored.Status, answer, 1) with { Location = stored.Location };
    }

    /// <summary>Kept under its key when there is one; the position is that of the statement's event.</summary>
    private async Task<IResult> Keep(
        HttpContext http,
        IdempotencyKey? key,
        StoredAnswer answer,
        Guid id,
        CancellationToken ct
    )
    {
        await kept.Keep(http.Viewer(), key, answer, (id, 1), ct);
        return await Placed(answer, id, ct);
    }

    private async Task<IResult> Placed(StoredAnswer answer, Guid id, CancellationToken ct)
    {
        await using var session = store.Read();
        return new AnswerResult(answer, await EventPositions.Of(session, id, null, ct));
    }
}
