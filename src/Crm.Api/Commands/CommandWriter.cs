using Crm.Domain.Deals.Settlement;
using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Settings;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// The last step of a command: document numbers, the rendered answer, then everything in one commit. It ignores the
/// cancellation of the request: a sequence number that was drawn and rolled back would delay all reports.
/// </summary>
public sealed class CommandWriter(
    RequestStore store,
    AnswerRenderers answers,
    OutgoingMessages outgoing,
    AccessRegistry access
)
{
    public async Task<CommandOutcome> Write(
        IDocumentSession session,
        CommandPlan plan,
        IReadOnlyList<StreamDecision> decisions,
        CommandTurn turn,
        CancellationToken ct
    )
    {
        foreach (var claim in plan.Claims(decisions))
            if (!await claim.Take(session.Connection, turn.Holds(claim.Queue), ct))
                return new CommandOutcome.IdTaken(claim.TakenCode);
        var numbered = await Number(session, plan, decisions, ct);
        var result = plan.Result(numbered) with { Warnings = [.. decisions.SelectMany(one => one.Decision.Warnings)] };
        var answer = answers.Answers(plan.Request)
            ? await answers.Render(plan.Request, result, ct)
            : new StoredAnswer(200, []);
        var position = await Commit(session, plan, numbered, answer, result);
        return new CommandOutcome.Accepted(result, answer, position);
    }

    /// <summary>Writes the event of a refusal together with its answer.</summary>
    public Task<long> WriteRefusal(
        IDocumentSession session,
        CommandPlan plan,
        StreamDecision refusal,
        StoredAnswer answer
    ) => Commit(session, plan, [refusal], answer, plan.Result([refusal]));

    /// <summary>Stores only an answer, and what is refreshed without an event.</summary>
    /// <param name="answer">Null: the request has no key.</param>
    public Task Keep(IDocumentSession session, CommandPlan plan, IdempotentAnswer? answer) =>
        store.Execute(
            session,
            new CommandWrite([], new(plan.Context.Now, plan.Request.Origin.ToEventOrigin()))
            {
                Answer = answer,
                Refreshed = plan.Refreshed,
                ReplacesAnswer = true,
            },
            commit: true
        );

    /// <summary>Writes a new stream.</summary>
    /// <param name="begun">In the transaction whose locks the decision was made under; null: it was made without any.</param>
    /// <returns>Position of its last event; null when a unique value that it claims is taken.</returns>
    public async Task<long?> Create(
        CreationPlan plan,
        CommandResult result,
        StoredAnswer answer,
        IDocumentSession? begun,
        CancellationToken ct
    )
    {
        var (request, now) = (plan.Request, plan.Context.Now);
        var write = plan.ToWrite(result, new(now, request.Origin.ToEventOrigin())) with
        {
            Answer = request.Key is { } key
                ? answer.KeepUnder(key, (plan.Id, result.Events.Count), now, Basis(plan, result))
                : null,
            Digest = request.SuppliedId is { } supplied
                ? new CreationDigest { Id = supplied.Id, Digest = supplied.Digest.Value }
                : null,
        };
        if (begun is not null)
            return await Create(begun, plan, write, ct);
        if (write.Others.Count == 0)
            return Noted(write, await store.ExecuteAlone(write));
        await using var session = store.Write(write.Stamp.Origin);
        await session.BeginTransactionAsync(ct);
        return await Create(session, plan, write, ct);
    }

    private async Task<long?> Create(
        IDocumentSession session,
        CreationPlan plan,
        CommandWrite write,
        CancellationToken ct
    )
    {
        if (plan.Claim is { } claim && !await claim.Take(session.Connection, waits: true, ct))
            return null;
        await store.Execute(session, write, commit: false);
        return Noted(write, await store.AppendAndCommit(session, write));
    }

    /// <summary>Those who have just become participants or assignees of a deal see it from now on, on this host at once.</summary>
    private T Noted<T>(CommandWrite write, T written)
    {
        access.TakePart(write.Deals.SelectMany(deal => deal.After.ParticipantIds).Select(id => new UserId(id)));
        return written;
    }

    private async Task<long> Commit(
        IDocumentSession session,
        CommandPlan plan,
        IReadOnlyList<StreamDecision> decisions,
        StoredAnswer answer,
        CommandResult result
    )
    {
        var write = ToWrite(plan, decisions, answer, result);
        var messages = outgoing.From(decisions, plan.Context.Now);
        // Most commands write nothing else, so the batch includes the commit. Otherwise Marten's session writes the
        // rest and commits.
        var isWhole = write.Others.Count == 0 && messages.Count == 0;
        var position = await store.Execute(session, write, isWhole);
        if (isWhole)
            return Noted(write, position);
        foreach (var message in messages)
            await outgoing.Enlist(session, message);
        return Noted(write, Math.Max(position, await store.AppendAndCommit(session, write)));
    }

    private static CommandWrite ToWrite(
        CommandPlan plan,
        IReadOnlyList<StreamDecision> decisions,
        StoredAnswer answer,
        CommandResult result
    )
    {
        var (request, now) = (plan.Request, plan.Context.Now);
        var last = decisions.Last(one => one.Events.Count > 0);
        var isRefused = decisions.Any(one => one.Decision.Refused is not null);
        return new CommandWrite([.. DealsOf(decisions, result)], new(now, request.Origin.ToEventOrigin()))
        {
            Others =
            [
                .. decisions
                    .Where(one => one.Stream is not LockedStream<DealDocument> && one.Events.Count > 0)
                    .Select(one => new StreamEvents(one.Stream, one.Events)),
            ],
            Answer = request.Key is { } key
                ? answer.KeepUnder(
                    key,
                    (last.Stream.Id, last.Stream.Version + last.Events.Count),
                    now,
                    Basis(plan, decisions, result)
                )
                : null,
            Digest =
                request.SuppliedId is { } supplied && !isRefused
                    ? new CreationDigest { Id = supplied.Id, Digest = supplied.Digest.Value }
                    : null,
            Content = isRefused ? null : plan.Content,
            Refreshed = isRefused ? [] : plan.Refreshed,
            ReplacesAnswer = true,
        };
    }

    private static AnswerBasis Basis(CreationPlan plan, CommandResult result) =>
        AnswerBases.Of(
            plan.Request.Viewer,
            plan.Owner(result) is { } owner ? [owner] : [],
            new StreamSpan(plan.Id, 0, result.Events.Count)
        );

    private static AnswerBasis Basis(CommandPlan plan, IReadOnlyList<StreamDecision> decisions, CommandResult result) =>
        AnswerBases.Of(
            plan.Request.Viewer,
            plan.Owners(result),
            [
                .. plan.Streams.InOrder.Select(one => new StreamSpan(
                    one.Id,
                    one.Version,
                    one.Version + decisions.Where(made => made.Stream == one).Sum(made => made.Events.Count)
                )),
            ]
        );

    private static IEnumerable<DealEvents> DealsOf(IReadOnlyList<StreamDecision> decisions, CommandResult result) =>
        decisions
            .Where(one => one.Stream is LockedStream<DealDocument> && one.Events.Count > 0)
            .Select(one => new DealEvents(result.DealAfter(one.Stream.Id), one.Stream.Version, one.Events));

    /// <summary>Assigns numbers to the documents in the events. Without documents no counter is locked.</summary>
    private static async Task<IReadOnlyList<StreamDecision>> Number(
        IDocumentSession session,
        CommandPlan plan,
        IReadOnlyList<StreamDecision> decisions,
        CancellationToken ct
    )
    {
        DomainEvent[] events = [.. decisions.SelectMany(one => one.Events)];
        var wanted = Numbering.Wanted(events, plan.Context);
        if (wanted.IsEmpty)
            return decisions;
        var first = await NumberCounters.Take(session.Connection, wanted, ct);
        var left = new Queue<DomainEvent>(Numbering.Filled(events, plan.Context, first));
        var numbered = new List<StreamDecision>(decisions.Count);
        foreach (var one in decisions)
        {
            ImmutableArray<DomainEvent> own = [.. one.Events.Select(_ => left.Dequeue())];
            numbered.Add(one with { Decision = one.Decision with { Events = own } });
        }

        return numbered;
    }
}
