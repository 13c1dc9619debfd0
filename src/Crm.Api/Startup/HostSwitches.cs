namespace Crm.Api.Startup;

/// <summary>The host's own switches, taken out of the arguments before configuration and the JasperFx command line see them.</summary>
/// <param name="NoDemo">True when <c>--no-demo</c> was given, in any position.</param>
/// <param name="Rest">Everything else, in its order, for <c>WebApplication.CreateBuilder</c> and <c>RunJasperFxCommands</c>.</param>
public sealed record HostSwitches(bool NoDemo, string[] Rest)
{
    private const string NoDemoSwitch = "--no-demo";

    // These verbs only look at the code: they have to work where there is no database (image build, CI).
    private static readonly string[] WithoutDatabase = ["codegen", "help", "?", "-?", "-h", "--help", "--version"];

    /// <summary>True when the arguments start the host, false when they name a verb such as <c>db-apply</c>.</summary>
    public bool Serves => Verb is null or "run";

    /// <summary>False for verbs such as <c>codegen</c>: nothing is to be started or asked for then.</summary>
    public bool NeedsDatabase => !WithoutDatabase.Contains(Rest.FirstOrDefault(), StringComparer.Ordinal);

    // The JasperFx command line takes a first argument without dash as its verb; with a dash it is a flag of "run".
    private string? Verb => Rest.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : null;

    /// <summary>Splits the arguments. A switch that is missing here would be read as the value of its neighbour
    /// by configuration (<c>--no-demo --urls x</c>), so it must not reach it.</summary>
    public static HostSwitches Take(string[] args) =>
        new(args.Contains(NoDemoSwitch, StringComparer.Ordinal), [.. args.Where(a => a != NoDemoSwitch)]);
}
