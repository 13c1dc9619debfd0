namespace Crm.Api.Reports;

/// <summary>The number by which builds that share a database are compared.</summary>
public sealed record BuildNumber(int Value)
{
    /// <summary>That of this build.</summary>
    public static BuildNumber Own { get; } = new(StoreMigrations.Number);
}
