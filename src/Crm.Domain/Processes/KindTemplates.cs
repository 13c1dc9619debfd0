namespace Crm.Domain.Processes;

/// <summary>Templates for a company's own processes: they are copied, deals are never opened with them.</summary>
public static partial class KindTemplates
{
    public static ImmutableArray<DealProcess> All => [Services, Project, Renewal];

    private static TaskTemplate Task(string code, string ru, string en, Due due, params ReadOnlySpan<Check> checks) =>
        new(code, new(ru, en), due, [.. checks]);
}
