using Crm.Api.Hosting;
using System.Diagnostics;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Sessions that write: each fact knows who, by which command, and what belongs together.</summary>
public static class Sessions
{
    public static IDocumentSession Open(RequestStore store, HttpContext http)
    {
        var session = store.Write();
        var correlation = http.Request.Headers["X-Correlation-ID"].ToString();
        session.LastModifiedBy = Caller.Of(http).Actor;
        session.CorrelationId = correlation.Length is > 0 and <= 200 && correlation.All(x => x is > ' ' and <= '~') ? correlation : Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        session.CausationId = http.TraceIdentifier;
        session.SetHeader("command", http.OperationOf().Id);
        session.SetHeader("credential", Caller.Of(http).Credential);
        return session;
    }
}
