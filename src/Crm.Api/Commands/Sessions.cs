using System.Diagnostics;
using Crm.Api.Hosting;
using Crm.Projections;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Sessions that write: each fact knows who, by which command, and what belongs together.</summary>
public static class Sessions
{
    public static IDocumentSession Open(RequestStore store, HttpContext http)
    {
        var session = store.Write();
        var origin = Origin(http);
        session.LastModifiedBy = origin.User;
        session.CorrelationId = origin.Correlation;
        session.CausationId = origin.Causation;
        foreach (var (name, value) in origin.Headers)
            session.SetHeader(name, value);
        return session;
    }

    public static FactOrigin Origin(HttpContext http)
    {
        var correlation = http.Request.Headers["X-Correlation-ID"].ToString();
        var caller = Caller.Of(http);
        return new(
            caller.Actor,
            correlation.Length is > 0 and <= 200 && correlation.All(x => x is > ' ' and <= '~')
                ? correlation
                : Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            http.TraceIdentifier,
            new Dictionary<string, object> { ["command"] = http.OperationOf().Id, ["credential"] = caller.Credential }
        );
    }
}
