using Crm.Api.DealKinds;
using Crm.Api.Hosting;
using Crm.Api.Settings;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Domain.Proposals;
using Crm.Projections.Clients;
using Crm.Projections.Currencies;
using Crm.Projections.Deals;
using Crm.Projections.Idempotency;
using Crm.Projections.Proposals;
using Marten;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>
/// The one way a command reaches a deal: lock, key, If-Match, decision, facts, stored answer, one commit. Two round trips:
/// the lock, the state and the key's record come in one batch, the writes and the commit go in another (ADR 0003).
/// </summary>
public sealed class CommandPath(
    RequestStore store,
    TimeProvider clock,
    Kinds kinds,
    Company company,
    Problems problems,
    StaleVersion stale,
    DryRuns dryRuns,
    NpgsqlDataSource database
)
{
    public async Task<IResult> OnDeal(HttpContext http, DealWork work)
    {
        var ct = http.RequestAborted;
        var dry = DryRuns.Wanted(http);
        var keys = dry ? null : Keys.Of(http, work.Body);
        var wanted = ETags.IfMatch(http);
        if (work.DealId == Guid.Empty)
            throw ProblemException.NotFound("deal.not_found");
        await using var session = Sessions.Open(store, http);
        try
        {
            var (found, version, kept, digest) = await store.Load(session, work.DealId, keys?.Id, work.SuppliedId, ct);
            if (keys?.Fitting(kept, clock.GetUtcNow()) is { } stored)
                return await StoredReply.Replay(stored, session, ct);

            if (found is not { } document)
                throw ProblemException.NotFound("deal.not_found");
            // The gate has asked already; under the lock it is still so.
            Guard.Demand(Caller.Of(http), http.OperationOf().Needs, document.State);
            var proposal = work.ProposalId is { } content
                ? await session.Events.FetchForWriting<ProposalDocument>(content, ct)
                : null;
            var desk = Desk(http, work, document, version, proposal?.Aggregate);
            if (digest is not null)
                return digest.Digest != Keys.Digest(http, work.Body) ? throw new ProblemException(409, "id.taken")
                    : dry ? await dryRuns.Answer(http, desk.Deal, Decision.AlreadyHolds)
                    : await Again(session, work, desk, keys, ct);
            if (wanted is not null && !wanted.Contains(work.Version(desk)))
                throw await stale.Of(http, session, work.DealId, work.ProposalId, wanted.Max(), ct);

            var command = work.Command(desk);
            var decision = command.Decide(await Situation(session, desk, command, ct));
            if (dry)
                return await Foretold(http, work, desk, decision);
            if (decision.Facts.IsEmpty && decision.Refused is not null)
                return problems.Answer(http, decision.Refused);
            if (decision.Refused is null)
                decision = await DocumentNumbers.Fill(session, decision, desk.Intent, ct);
            var after = After(desk, decision);
            var written =
                decision.Refused is null && work.ProposalFact?.Invoke(after) is { } made
                    ? made with
                    {
                        HappenedAt = after.HappenedAt,
                    }
                    : null;
            if (decision.Facts.IsEmpty && written is null)
                return await Again(session, work, desk, keys, ct);
            // The id that the client gave may already be that of anything else with facts.
            if (written is ProposalDraftWritten && proposal!.CurrentVersion > 0)
                throw new ProblemException(409, "id.taken");
            if (written is not null)
                after = after with
                {
                    Proposal = ProposalAfter(after.Proposal, work.ProposalId!.Value, written, desk.Intent.Now),
                };
            var answer = decision.Refused is null
                ? Fixed(http, await work.Answer(after))
                : problems.Answer(http, decision.Refused);
            // The content is written after the deal's own facts: it is the command's last fact.
            var (last, at) = written is null
                ? (work.DealId, version + after.Facts.Count)
                : (work.ProposalId!.Value, (long)after.Proposal!.Revision);
            var write = new DealWrite(after.Deal, version, after.Facts, desk.Intent.Now, Sessions.Origin(http))
            {
                Answer = keys is null ? null : answer.Under(keys, last, at, desk.Intent.Now),
                Digest = work.SuppliedId is { } id
                    ? new CreationDigest { Id = id, Digest = Keys.Digest(http, work.Body) }
                    : null,
            };
            if (decision.Refused is null)
                work.Beside?.Invoke(session);
            if (decision.Refused is null && work.Messages is { } messages)
                await messages(session);
            if (written is not null)
                proposal!.AppendOne(Facts.Recorded(session, written, desk.Intent.Now));
            // Most commands write nothing else, and the batch ends with the commit; what else there is the session writes, and commits.
            var more = written is not null || work is not { Beside: null, Messages: null };
            var position = await store.Write(session, write, more, ct);
            return answer with { Position = written is null ? position : proposal!.Events.Max(x => x.Sequence) };
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw await keys.Late(database, ct);
        }
        catch (Exception e) when (work.SuppliedId is not null && CreationPath.Collided(e))
        {
            // The same id was given on two deals at once: the locks do not meet, the ids do.
            throw new ProblemException(409, "id.taken");
        }
    }

    /// <summary>Nothing was appended: the transaction ends with the session, and with it the lock.</summary>
    private async Task<IResult> Foretold(HttpContext http, DealWork work, DealDesk desk, Decision decision)
    {
        if (decision.Refused is not null)
            return await dryRuns.Answer(http, desk.Deal, decision);
        var after = After(desk, decision);
        return await dryRuns.Answer(
            http,
            after.Deal,
            decision,
            work.ProposalFact?.Invoke(after) is { } content ? [content] : []
        );
    }

    private DealDesk Desk(
        HttpContext http,
        DealWork work,
        DealDocument document,
        long version,
        ProposalDocument? proposal
    )
    {
        var process = kinds.Process(document.State.Kind.Code, document.State.Kind.Version);
        var grants = Caller.Of(http).Grants;
        var intent = Intents.Of(Caller.Of(http), clock, company, work.HappenedAt) with
        {
            Rights = grants.RightsOn(document.State.Manager, document.State.Participants),
            DiscountLimit = grants.DiscountLimitOn(document.State.Manager),
        };
        return new DealDesk(http, document, version, process, intent, proposal);
    }

    private static Task<Situation> Situation(
        IDocumentSession session,
        DealDesk desk,
        DealCommand command,
        CancellationToken ct
    ) => Situation(session, new Situation(desk.State, desk.Process, desk.Intent), command, ct);

    /// <summary>
    /// The client is looked at, and kept from being edited until the commit, only where a check asks for legal details or a document names him; a rate only by a command that converts.
    /// </summary>
    internal static async Task<Situation> Situation(
        IDocumentSession session,
        Situation at,
        DealCommand command,
        CancellationToken ct
    )
    {
        if (command.Converts(at) is { } pair)
            at = at with { Rate = await RateQuery.On(session, pair, at.Intent.DayOf(at.HappenedAt), ct) };
        if (at.Deal.Client is not { } client || !(command.NamesClient || Looked(at, command)))
            return at;
        var (looked, version) = await ClientLook.At(session, client.Value, ct);
        return at with { Client = Standing(looked, client, version) };
    }

    /// <summary>A task that asks for legal details is completed, or may complete itself.</summary>
    private static bool Looked(Situation at, DealCommand command)
    {
        var completed = command is CompleteStageTask complete ? at.Deal.Tasks.GetValueOrDefault(complete.Task) : null;
        return at.Deal.OpenTasks.Any(x =>
            at.Process.Template(x.Code) is { } template
            && (x == completed || template.Automatic)
            && AsksForDetails(template)
        );
    }

    public static bool AsksForDetails(TaskTemplate template) =>
        template.Checks.Any(x => x.Leaves.Any(l => l is LegalDetailsCheck));

    public static ClientStanding? Standing(Client? client, ClientId id, long version) =>
        client is null
            ? null
            : new ClientStanding(id, version, client.Kind == ClientKind.Person, client.MissingDetails)
            {
                Requisites = ClientRequisites.Of(client),
            };

    private static DealDesk After(DealDesk desk, Decision decision) =>
        desk with
        {
            Deal = decision.Facts.Aggregate(
                desk.Deal,
                (deal, fact) => DealDocument.After(deal, deal.Id, fact, desk.Intent.Now)
            ),
            Facts = decision.Facts,
        };

    private static ProposalDocument ProposalAfter(ProposalDocument? before, Guid id, Fact fact, DateTimeOffset now) =>
        new()
        {
            Id = id,
            State = Domain.Proposals.ProposalDraft.Evolve(before?.State, new ProposalId(id), fact)!,
            RecordedAt = before?.RecordedAt ?? now,
            UpdatedAt = now,
            Revision = (before?.Revision ?? 0) + 1,
        };

    /// <summary>
    /// What already holds: the present state, without a fact; the position is that of the last fact of the deal or of the proposal. Kept under its key
    /// as well: resent late, when it does not hold any more, it must not come true.
    /// </summary>
    private static async Task<IResult> Again(
        IDocumentSession session,
        DealWork work,
        DealDesk desk,
        Keys? keys,
        CancellationToken ct
    )
    {
        var reply = await work.Answer(desk);
        var answer = StoredReply.Of(desk.Http, 200, reply.Body!, null, reply.ETag);
        var (last, version, position) = (
            work.DealId,
            desk.StreamVersion,
            await Positions.Of(session, work.DealId, null, ct)
        );
        if (
            desk.Proposal is { } proposal
            && await Positions.Of(session, proposal.Id, null, ct) is { } later
            && later > position
        )
            (last, version, position) = (proposal.Id, proposal.Revision, later);
        if (keys is not null)
        {
            session.Store(answer.Under(keys, last, version, desk.Intent.Now));
            await session.SaveChangesAsync(ct);
        }

        return answer with
        {
            Position = position,
        };
    }

    private static StoredReply Fixed(HttpContext http, Reply reply) =>
        StoredReply.Of(http, reply.Status, reply.Body!, reply.Location, reply.ETag);
}
