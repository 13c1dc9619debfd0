using JasperFx.Events;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Facts on their way into the store.</summary>
public static class Facts
{
    /// <summary>Recorded at the command's own now, so that the answer, stored before the commit, tells the time that is stored.</summary>
    public static IEvent Recorded(IDocumentSession session, Fact fact, DateTimeOffset now)
    {
        var recorded = session.Events.BuildEvent(fact);
        recorded.Timestamp = now;
        return recorded;
    }
}
