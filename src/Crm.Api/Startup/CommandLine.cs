using System.CommandLine;
using System.CommandLine.Help;

namespace Crm.Api.Startup;

/// <summary>A verb of the host, run on the built application.</summary>
public delegate Task<int> HostVerb(WebApplication app, CancellationToken stop);

/// <summary>
/// The command line, parsed before any host is built, so that help, version and errors need neither database nor
/// configuration. Exit codes: 0 success, 1 failure, 2 invalid command line.
/// </summary>
/// <param name="host">Builds the host and serves, or runs the verb.</param>
public sealed class CommandLine(Func<HostSwitches, HostVerb?, Task<int>> host, TextWriter output, TextWriter error)
{
    private const int Wrong = 2;

    // Disables response files: an argument that begins with @ would be read as a file name.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    public async Task<int> Run(string[] args)
    {
        // JasperFx accepts "help" and "help <verb>" as well.
        if (args is ["help", ..])
            args = [.. args[1..], "--help"];
        var parsed = Root(args).Parse(args, Plain);
        var command = parsed.CommandResult.Command;
        var isForJasper = FrameworkCommands.All.Any(verb => verb.Name == command.Name);
        if (parsed.Action is HelpAction && isForJasper)
        {
            await FrameworkCommands.Help(command.Name);
            return 0;
        }

        string[] faults =
            parsed.Action is HelpAction
                ? []
                :
                [
                    .. parsed.Errors.Select(fault => fault.Message),
                    .. Unknown(parsed, isForJasper).Select(token => $"Unknown argument or switch: {token}"),
                ];
        if (faults.Length > 0)
            return await Refuse(faults);
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = output,
                Error = error,
                // The host handles signals and faults itself (StopSignals, StartupFault).
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }
        );
    }

    private RootCommand Root(string[] args)
    {
        Task<int> Serve(ParseResult parsed, CancellationToken stop) => host(HostSwitches.Take(args), null);
        var root = new RootCommand(
            "CRM: serves the API. Settings are given as --Section:Key value, or as environment variables Section__Key."
        );
        var run = new Command("run", "Serves the API, as without a verb.");
        foreach (var serving in (Command[])[root, run])
        {
            serving.TreatUnmatchedTokensAsErrors = false;
            serving.SetAction(Serve);
            serving.Add(Text("--urls", "Addresses to listen on, separated by semicolons."));
            serving.Add(Text("--environment", "Development or Production."));
            serving.Add(Text("--contentRoot", "Folder of further configuration files."));
        }

        // Accepted with any verb, for existing scripts.
        root.Add(
            new Option<bool>("--no-demo")
            {
                Description = "Loads no demo data into a new development database.",
                Recursive = true,
                Arity = ArgumentArity.Zero,
            }
        );
        root.Add(run);
        root.Add(KeysCommand.Create(host));
        root.Add(RebuildCommand.Create(host));
        foreach (var (name, description) in FrameworkCommands.All)
            root.Add(Jasper(name, description));
        return root;
    }

    private Command Jasper(string name, string description)
    {
        var verb = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        verb.SetAction(
            async (parsed, _) =>
            {
                string[] arguments = [name, .. parsed.UnmatchedTokens];
                return await FrameworkCommands.Accepts(arguments)
                    ? await host(HostSwitches.Take(arguments), null)
                    : Wrong;
            }
        );
        return verb;
    }

    private static Option<string> Text(string name, string description) => new(name) { Description = description };

    /// <summary>Unknown arguments. A lenient root command makes its verbs lenient, so they are checked here.</summary>
    private static IEnumerable<string> Unknown(ParseResult parsed, bool isForJasper)
    {
        if (isForJasper)
            return [];
        var isServing = parsed.CommandResult.Command is RootCommand or { Name: "run" };
        return isServing ? NotSettings(parsed.UnmatchedTokens) : parsed.UnmatchedTokens;
    }

    /// <summary>
    /// Everything except settings, which have the form <c>--Section:Key value</c> or <c>--Section:Key=value</c>.
    /// </summary>
    private static IEnumerable<string> NotSettings(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var (token, isWhole) = (tokens[i], tokens[i].Contains('='));
            var isSetting = token.StartsWith("--", StringComparison.Ordinal) && token.Split('=')[0].Contains(':');
            if (!isSetting)
                yield return token;
            else if (!isWhole && ++i == tokens.Count)
                yield return token + " (without a value)";
        }
    }

    private async Task<int> Refuse(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            await error.WriteLineAsync(fault);
        await error.WriteLineAsync("--help lists what there is.");
        return Wrong;
    }
}
