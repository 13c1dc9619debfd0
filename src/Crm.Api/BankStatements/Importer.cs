using Crm.Api.Settings;

namespace Crm.Api.BankStatements;

/// <summary>On whose behalf lines are settled. His reach is that of the moment he asked: what he does not reach is no candidate, whatever the line says.</summary>
/// <param name="Managers">Whose deals he may write documents of; null: everybody's.</param>
public sealed record Importer(string Actor, string Credential, Guid? User, Guid[]? Managers)
{
    public static Importer Of(HttpContext http)
    {
        var caller = Caller.Of(http);
        var managers = caller.Grants.Managers(caller.Grants.DealsOf(Permissions.DocumentsWrite)!.Value);
        return new(
            caller.Actor,
            caller.Credential,
            caller.User?.Value,
            managers is null ? null : [.. managers.Select(x => x.Value)]
        );
    }

    public bool Reaches(UserId? manager) => Managers is null || manager is { } one && Managers.Contains(one.Value);

    /// <summary>The intent of what the server does for him, now.</summary>
    public Intent Intent(TimeProvider clock, Company company) =>
        Intents.Of(Caller.Server, clock, company, null) with
        {
            User = User is { } id ? new UserId(id) : null,
            Rights = Rights.None,
        };
}
