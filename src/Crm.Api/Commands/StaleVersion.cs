using Crm.Api.Catalog;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Explains a 412: the facts since the version that the client knew, and who made them.</summary>
public sealed class StaleVersion(Names names)
{
    public async Task<ProblemException> Of(HttpContext http, IQuerySession session, Guid stream, long known, CancellationToken ct)
    {
        var language = Language.Of(http);
        var events = await session.Events.FetchStreamAsync(stream, token: ct);
        List<FactSince> since = [];
        foreach (var e in events.Where(x => x.Data is not IMark).Skip((int)Math.Clamp(known, 0, int.MaxValue)).Take(50))
            since.Add(new(e.EventTypeName, EventCatalogue.Of(e.EventType).Title.In(language), await names.Actor(e.UserName, ct), e.Timestamp));
        return new ProblemException(412, "version.stale") { Since = since };
    }
}
