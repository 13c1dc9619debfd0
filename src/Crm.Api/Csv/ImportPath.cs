using Crm.Api.Hosting;
using Crm.Api.Settings;
using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Api.Csv;

/// <summary>
/// The command path of a file: one import of a kind at a time, then the locks of all streams that it may write on, in one order, then
/// the look at what stands, the decision about every row, and one commit. So no edit in between is lost, and none is judged by half.
/// </summary>
public sealed class ImportPath(RequestStore store, TimeProvider clock, Company company, NpgsqlDataSource database)
{
    /// <param name="kind">Imports of one kind wait for each other.</param>
    /// <param name="taken">Code of the conflict when something else took a code in between.</param>
    /// <param name="streams">The streams that exist and may be written on.</param>
    /// <param name="decide">Judges the rows and appends to the session what they come to.</param>
    public async Task<IResult> Run(
        HttpContext http,
        ImportCommand body,
        string kind,
        string taken,
        Func<IDocumentSession, Task<Guid[]>> streams,
        Func<IDocumentSession, Intent, Task<Import>> decide
    )
    {
        var (ct, dry) = (http.RequestAborted, DryRuns.Wanted(http));
        var keys = dry ? null : Keys.Of(http, body);
        await using var session = Sessions.Open(store, http);
        try
        {
            await session.BeginTransactionAsync(ct);
            var batch = session.CreateBatchQuery();
            _ = batch.Query<string>("select pg_advisory_xact_lock(hashtextextended(?, 0))::text", "crm.import." + kind);
            var stored = keys is null ? null : batch.Load<IdempotentAnswer>(keys.Id);
            keys?.Mark(batch);
            await batch.Execute(ct);
            if (stored is not null && keys!.Fitting(await stored, clock.GetUtcNow()) is { } known)
                return await StoredReply.Replay(known, session, ct);

            var versions = await Lock(session, await streams(session), ct);
            var intent = Intents.Of(Caller.Of(http), clock, company, null);
            var import = await decide(session, intent);
            if (import.Refused)
                throw import.Refusal;
            if (dry)
            {
                http.Response.Headers["Crm-Dry-Run"] = "true";
                return Reply.Ok(import.Answer);
            }

            var answer = StoredReply.Of(http, 200, import.Answer, null, null);
            JasperFx.Events.StreamAction[] written = [.. session.PendingChanges.Streams()];
            var last = written.LastOrDefault();
            if (keys is not null)
                session.Store(
                    answer.Under(
                        keys,
                        last?.Id ?? Guid.Empty,
                        last is null ? 0 : versions.GetValueOrDefault(last.Id) + last.Events.Count,
                        intent.Now
                    )
                );
            await session.SaveChangesAsync(ct);
            return answer with
            {
                Position = last is null ? null : written.SelectMany(x => x.Events).Max(x => x.Sequence),
            };
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw await keys.Late(database, ct);
        }
        catch (Exception e) when (CreationPath.Collided(e))
        {
            // Somebody added one of these in between, in another way than by an import: nothing was written.
            throw new ProblemException(409, taken);
        }
    }

    private static async Task<Dictionary<Guid, long>> Lock(
        IDocumentSession session,
        Guid[] streams,
        CancellationToken ct
    )
    {
        await using var take = new NpgsqlCommand(
            "select id, version from crm_events.mt_streams where id = any($1) order by id for update"
        );
        take.Parameters.AddWithValue(streams);
        await using var taken = await session.ExecuteReaderAsync(take, ct);
        Dictionary<Guid, long> versions = [];
        while (await taken.ReadAsync(ct))
            versions[taken.GetGuid(0)] = taken.GetInt64(1);
        return versions;
    }
}
