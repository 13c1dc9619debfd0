using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Clients;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// Replays stored answers: byte for byte while the caller's rights are those stored with the answer; otherwise rendered from the
/// streams of the stored versions, with today's rights and in the answer's language. The command is never executed again.
/// </summary>
public sealed class AnswerReplays(AnswerRenderers answers, Authorizer authorizer, VisibleDeals deals, Kinds kinds)
{
    /// <param name="plan">Authorized: the caller sees the deal or the line.</param>
    /// <returns>Null: the caller may not read what the answer is about.</returns>
    public async Task<StoredAnswer?> Replay(
        IQuerySession session,
        CommandPlan plan,
        IdempotentAnswer kept,
        CancellationToken ct
    )
    {
        var stored = StoredAnswer.From(kept);
        if (await IsUnchanged(plan.Request.Viewer, plan.Owners(), kept.Basis, ct))
            return stored;
        if (!MayRead(plan.Request))
            return null;
        // A refusal tells of the deal's tasks, which all its readers see.
        if (kept.Status >= 400 || plan.ForReplay(AsStored(plan.Request, kept), stored.CreatedId) is not { } again)
            return stored;
        var events = await Rewind(session, again, kept, ct);
        var rendered = await answers.Render(again.Request, again.Result([]) with { Events = events }, ct);
        return Placed(rendered, stored);
    }

    /// <summary>The same for a command that created a stream.</summary>
    public async Task<StoredAnswer?> Replay(
        IQuerySession session,
        CreationPlan plan,
        IdempotentAnswer kept,
        CancellationToken ct
    )
    {
        var (request, stored) = (plan.Request, StoredAnswer.From(kept));
        if (await plan.LoadStored(session, kept.Stream, 0, ct) is not { } present)
            return stored;
        var owner = plan.Owner(present);
        if (await IsUnchanged(request.Viewer, owner is null ? [] : [owner], kept.Basis, ct))
            return stored;
        if (
            !MayRead(request)
            || owner is not null && !IsInReach(request, owner)
            || plan.Sees is { } sees && !await sees(kept.Stream, ct)
        )
            return null;
        return await plan.LoadStored(session, kept.Stream, kept.Version, ct) is { } then
            ? Placed(await answers.Render(AsStored(request, kept), then, ct), stored)
            : stored;
    }

    /// <summary>Whether the caller sees the same as the reader of the stored answer; false for answers of earlier builds.</summary>
    public async ValueTask<bool> IsUnchanged(
        Viewer viewer,
        IEnumerable<ResourceOwner> owners,
        AnswerBasis? basis,
        CancellationToken ct
    )
    {
        if (basis is null || basis.Rights != RightsDigest.Of(viewer.Caller.Grants, owners))
            return false;
        foreach (var client in basis.Clients)
            if (await authorizer.SeesClient(viewer.Caller, client.Id, Permissions.ClientsRead, ct) != client.IsSeen)
                return false;
        return await AreUnchanged(basis.Deals, viewer.Caller.Visibility, ct)
            && await AreUnchanged(
                basis.Candidates,
                DealVisibility.OfManagers(viewer.Caller.Grants, Permissions.DocumentsWrite),
                ct
            );
    }

    private async Task<bool> AreUnchanged(
        IReadOnlyList<Sighted> before,
        DealVisibility visibility,
        CancellationToken ct
    )
    {
        if (before.Count == 0)
            return true;
        var seen = await deals.Among([.. before.Select(deal => deal.Id)], visibility, ct);
        return before.All(deal => (seen is null || seen.Contains(deal.Id)) == deal.IsSeen);
    }

    /// <summary>Who may run the command sees its answer; who lost its permission sees what readers do.</summary>
    private static bool MayRead(CommandRequest request) =>
        request.Preconditions is not { Missing: not null, Reads: { } needed } || request.Caller.Grants.Has(needed);

    private static bool IsInReach(CommandRequest request, ResourceOwner owner) =>
        request.Caller.Grants.May(Permissions.DealsRead, owner.Users)
        || request.Preconditions.Permission is { } needed && request.Caller.Grants.May(needed, owner.Users);

    private static CommandRequest AsStored(CommandRequest request, IdempotentAnswer kept) =>
        request with
        {
            Origin = request.Origin with
            {
                Viewer = new(request.Caller, kept.Basis?.Language ?? request.Viewer.Language),
            },
            RecordedAt = kept.At,
        };

    private static StoredAnswer Placed(StoredAnswer rendered, StoredAnswer stored) =>
        rendered with
        {
            Status = stored.Status,
            Location = stored.Location,
        };

    /// <summary>Loads the streams as they were after the command.</summary>
    /// <returns>The events of the command.</returns>
    private async Task<DomainEvent[]> Rewind(
        IQuerySession session,
        CommandPlan plan,
        IdempotentAnswer kept,
        CancellationToken ct
    )
    {
        List<DomainEvent> events = [];
        foreach (var stream in plan.Streams.Deals.Concat(plan.Streams.Lines).Concat(plan.Streams.Others))
        {
            var stored = await session.Events.FetchStreamAsync(stream.Id, token: ct);
            var span =
                kept.Basis?.Streams.FirstOrDefault(one => one.Stream == stream.Id) ?? Span(stream.Id, stored, kept);
            await stream.Rewind(session, span.After, ct);
            events.AddRange(
                stored
                    .Where(one => one.Version > span.Before && one.Version <= span.After)
                    .Select(one => (DomainEvent)one.Data)
            );
            if (stream is LockedStream<DealDocument> { Document.State.Kind: var kind })
                await kinds.Process(kind.Code, kind.Version, ct);
        }

        return [.. events];
    }

    /// <summary>For an answer of an earlier build, which stored only its last event: a command's events have its instant.</summary>
    private static StreamSpan Span(Guid id, IReadOnlyList<JasperFx.Events.IEvent> events, IdempotentAnswer kept)
    {
        var after =
            id == kept.Stream ? kept.Version : events.LastOrDefault(one => one.Timestamp <= kept.At)?.Version ?? 0;
        var before = events.LastOrDefault(one => one.Version <= after && one.Timestamp < kept.At)?.Version ?? 0;
        return new(id, before, after);
    }
}
