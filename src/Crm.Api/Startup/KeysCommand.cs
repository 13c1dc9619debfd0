using System.CommandLine;
using System.CommandLine.Parsing;
using Crm.Api.ApiKeys;
using Crm.Api.Configuration;
using Crm.Projections.ReadModels.Access;
using Marten;

namespace Crm.Api.Startup;

/// <summary><c>keys add</c>: creates an API key and prints its secret, alone on the last line.</summary>
internal static class KeysCommand
{
    public static Command Create(Func<HostSwitches, HostVerb?, Task<int>> host)
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var scopes = new Option<Scope[]>("--scopes")
        {
            Description = "read, write, admin; separated by commas.",
            CustomParser = Scopes,
            DefaultValueFactory = _ => [Scope.Read],
        };
        var user = new Option<string?>("--user") { Description = "Id of the user for whom it acts." };
        var add = new Command("add", "Makes an API key and prints it.") { name, scopes, user };
        add.SetAction(
            (parsed, _) =>
            {
                var (label, granted, owner) = (
                    parsed.GetRequiredValue(name),
                    parsed.GetRequiredValue(scopes),
                    parsed.GetValue(user)
                );
                return host(HostSwitches.Take(["keys", "add"]), (app, stop) => Add(app, label, granted, owner, stop));
            }
        );
        return new Command("keys", "API keys.") { add };
    }

    private static Scope[] Scopes(ArgumentResult result)
    {
        var names = result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray();
        foreach (var unknown in names.Where(name => ScopeOf(name) is null))
            result.AddError($"'{unknown}' is no scope (read, write, admin)");
        return [.. names.Select(ScopeOf).OfType<Scope>()];
    }

    private static Scope? ScopeOf(string name) =>
        Enum.GetValues<Scope>()
            .Select(scope => (Scope?)scope)
            .FirstOrDefault(scope => string.Equals(scope.ToString(), name, StringComparison.OrdinalIgnoreCase));

    private static async Task<int> Add(
        WebApplication app,
        string name,
        Scope[] scopes,
        string? userId,
        CancellationToken ct
    )
    {
        await using var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.LastModifiedBy = Caller.Server.Actor;
        var user = await User(session, userId, ct);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (made, secret) = ApiKeyFactory.Make(name, user, [.. scopes], null, now);
        session.Events.StartStream<ApiKeyDocument>(made.Key.Id.Value, RequestStore.Recorded(session, made, now));
        await session.SaveChangesAsync(ct);
        Console.WriteLine(secret);
        return 0;
    }

    private static async Task<UserId?> User(IQuerySession session, string? text, CancellationToken ct)
    {
        if (text is null)
            return null;
        return Guid.TryParse(text, out var id) && await session.LoadAsync<UserDocument>(id, ct) is not null
            ? new UserId(id)
            : throw new StartupException($"keys add: there is no user '{text}'");
    }
}
