namespace Crm.Api.Startup;

/// <summary>
/// The host's own switches, removed from the arguments before configuration and the JasperFx command line read them.
/// </summary>
/// <param name="NoDemo">True when <c>--no-demo</c> was given, in any position.</param>
/// <param name="Rest">
/// All other arguments in order, for <c>WebApplication.CreateBuilder</c> and <c>RunJasperFxCommands</c>.
/// </param>
public sealed record HostSwitches(bool NoDemo, string[] Rest)
{
    private const string NoDemoSwitch = "--no-demo";

    // These verbs only inspect the code and must work without a database (image build, CI).
    private static readonly string[] WithoutDatabase = ["codegen", "help", "?", "-?", "-h", "--help", "--version"];

    /// <summary>True when the arguments start the host, false when they name a verb such as <c>db-apply</c>.</summary>
    public bool Serves => Verb is null or "run";

    /// <summary>True for the verb that brings the database to the schema of this build.</summary>
    public bool AppliesSchema => Verb == "db-apply";

    /// <summary>False for verbs such as <c>codegen</c>, which must not start or connect to a database.</summary>
    public bool NeedsDatabase => !WithoutDatabase.Contains(Rest.FirstOrDefault(), StringComparer.Ordinal);

    // JasperFx takes a first argument without a dash as its verb; with a dash it is a flag of "run".
    private string? Verb => Rest.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : null;

    /// <summary>
    /// Splits the arguments. Configuration would read the argument after a switch as its value (<c>--no-demo --urls
    /// x</c>), so it must not see the switch.
    /// </summary>
    public static HostSwitches Take(string[] args) =>
        new(args.Contains(NoDemoSwitch, StringComparer.Ordinal), [.. args.Where(a => a != NoDemoSwitch)]);
}
