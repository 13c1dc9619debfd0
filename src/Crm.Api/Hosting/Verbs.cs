using Crm.Api.Access;
using Crm.Api.Operations;
using Crm.Projections.Access;
using Crm.Projections.Reports;
using Marten;

namespace Crm.Api.Hosting;

/// <summary>The host's own verbs of the command line; all others are Marten's and Wolverine's.</summary>
public static class Verbs
{
    public static Func<WebApplication, CancellationToken, Task<int>>? Find(string[] args) =>
        args switch
        {
            ["keys", "add", ..] => (app, ct) => AddKey(app, args[2..], ct),
            ["keys", ..] => (_, _) =>
                throw new StartupException("usage: keys add --name <name> --scopes read,write,admin [--user <id>]"),
            ["rebuild", var report] when ReportBook.Names.Contains(report) => (app, ct) => Rebuild(app, report, ct),
            ["rebuild", ..] => (_, _) =>
                throw new StartupException($"usage: rebuild {string.Join(" | ", ReportBook.Names)}"),
            _ => null,
        };

    /// <summary>Prints the new key alone on the last line.</summary>
    private static async Task<int> AddKey(WebApplication app, string[] args, CancellationToken ct)
    {
        var name = Option(args, "--name") ?? throw new StartupException("keys add: --name is missing");
        var scopes = (Option(args, "--scopes") ?? "read")
            .Split(',')
            .Select(x =>
                Enum.TryParse<Scope>(x, ignoreCase: true, out var scope)
                    ? scope
                    : throw new StartupException($"keys add: '{x}' is no scope (read, write, admin)")
            );
        await using var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var user =
            Option(args, "--user") is not { } text ? (UserId?)null
            : Guid.TryParse(text, out var id) && await session.LoadAsync<UserDocument>(id, ct) is not null
                ? new UserId(id)
            : throw new StartupException($"keys add: there is no user '{text}'");
        session.LastModifiedBy = Caller.Server.Actor;
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (made, secret) = ApiKeys.Make(name, user, [.. scopes], null, now);
        session.Events.StartStream<ApiKeyDocument>(made.Key.Id.Value, RequestStore.Recorded(session, made, now));
        await session.SaveChangesAsync(ct);
        Console.WriteLine(secret);
        return 0;
    }

    /// <summary>Rebuilds a report beside the live one; exit code 2 when they differed.</summary>
    private static async Task<int> Rebuild(WebApplication app, string report, CancellationToken ct)
    {
        var verdict = await app
            .Services.GetRequiredService<Rebuilds>()
            .Run(
                report,
                x =>
                {
                    Console.WriteLine($"  {report}: {x:P0}");
                    return Task.CompletedTask;
                },
                ct
            );
        Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(verdict, Wire.Json));
        return verdict.Equal ? 0 : 2;
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
