using Crm.Api.Catalog;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Explains a 412: the facts since the version that the client knew, and who made them.</summary>
public sealed class StaleVersion(Names names)
{
    /// <summary>Refuses when If-Match is given and names another version than the present one.</summary>
    public async Task Check(HttpContext http, IQuerySession session, Guid stream, long version, CancellationToken ct)
    {
        if (ETags.IfMatch(http) is { } wanted && !wanted.Contains(version))
            throw await Of(http, session, stream, null, wanted.Max(), ct);
    }

    /// <param name="content">The stream beside it that counts too: all but its first fact, which comes with one of the stream's own.</param>
    public async Task<ProblemException> Of(
        HttpContext http,
        IQuerySession session,
        Guid stream,
        Guid? content,
        long known,
        CancellationToken ct
    )
    {
        var language = Language.Of(http);
        var events = (await session.Events.FetchStreamAsync(stream, token: ct)).Where(x => x.Data is not IMark);
        if (content is { } beside)
            events = events
                .Concat((await session.Events.FetchStreamAsync(beside, token: ct)).Skip(1))
                .OrderBy(x => x.Sequence);
        List<FactSince> since = [];
        foreach (var e in events.Skip((int)Math.Clamp(known, 0, int.MaxValue)).Take(50))
            since.Add(
                new(
                    e.EventTypeName,
                    EventCatalogue.Of(e.EventType).Title.In(language),
                    await names.Actor(e.UserName, ct),
                    e.Timestamp
                )
            );
        return new ProblemException(412, "version.stale") { Since = since };
    }
}
