namespace Crm.Api.BankStatements;

/// <summary>On whose behalf lines are settled: no line pays a deal out of this user's reach, whatever it says.</summary>
/// <param name="Managers">Whose deals the user may write documents of; null: everybody's.</param>
public sealed record Importer(Caller Caller, IReadOnlySet<UserId>? Managers)
{
    public static Importer From(Caller caller) =>
        new(
            caller,
            caller.Grants.DealsOf(Permissions.DocumentsWrite) is { } reach
                ? caller.Grants.Managers(reach, Permissions.DocumentsWrite)
                : new HashSet<UserId>()
        );

    /// <summary>A message settles the lines: it passes over those whose deals are locked, and is delivered again.</summary>
    public bool IsBackground { get; init; }

    public Guid? User => Caller.User?.Value;

    public Guid[]? ManagerIds => Managers?.Select(manager => manager.Value).ToArray();

    public bool Reaches(UserId? manager) => Managers is null || manager is { } one && Managers.Contains(one);

    /// <summary>The request of a command that settles lines: its events name this operation, whichever request or timer began it.</summary>
    public CommandRequest Request() =>
        new(
            new CommandOrigin(new Viewer(Caller, "en"), "settleBankStatement")
            {
                CorrelationId = System.Diagnostics.Activity.Current?.TraceId.ToString(),
            }
        )
        {
            IsBackground = IsBackground,
        };
}
