using JasperFx.CommandLine;
using JasperFx.CommandLine.Help;
using JasperFx.Events;
using Marten;
using Wolverine;

namespace Crm.Api.Startup;

/// <summary>
/// The verbs of JasperFx, Marten and Wolverine. They are listed explicitly, because discovering them loads every type
/// of the libraries.
/// </summary>
internal static class FrameworkCommands
{
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("db-apply", "Applies all outstanding changes of the schema to the database."),
        ("db-assert", "Fails when the database does not have the schema of this version."),
        ("db-patch", "Writes the outstanding changes of the schema to a file."),
        ("db-dump", "Writes the whole schema to a file."),
        ("db-list", "Lists the databases of the configuration."),
        ("check-env", "Runs the environment checks."),
        ("resources", "Checks, sets up or tears down the stateful resources."),
        ("storage", "Administers the storage of messages."),
        ("clear-handled", "Deletes the messages that are marked as handled."),
        ("projections", "Shows and rebuilds asynchronous projections; see also rebuild."),
        ("projection-run", "Replays a projection over a stream and shows the state before and after each event."),
        ("event-query", "Queries events across all streams."),
        ("stream-query", "Queries the metadata of streams."),
        ("marten", "Advanced operations on the event store."),
        ("codegen", "Writes, previews or tests the generated code; needs no database."),
        ("describe", "Describes the configuration of the application."),
        ("capabilities", "Describes the message handling of the application."),
        ("wolverine-diagnostics", "Shows generated code and the routing of messages."),
        ("event-model", "Writes the event model as JSON."),
        ("describe-event-model", "Describes the event model."),
        ("scaffold", "Writes skeletons for declared slices of the event model."),
    ];

    /// <summary>The verbs as the libraries declare them.</summary>
    public static CommandFactory Factory()
    {
        var factory = new CommandFactory();
        Type[] of =
        [
            typeof(CommandFactory),
            typeof(IEvent),
            typeof(Weasel.Core.EnumStorage),
            typeof(IDocumentStore),
            typeof(WolverineOptions),
        ];
        foreach (var assembly in of.Select(type => type.Assembly).Distinct())
            factory.RegisterCommands(assembly);
        return factory;
    }

    /// <summary>Writes the usage of a verb with all its flags.</summary>
    public static Task Help(string verb) => Factory().HelpRun(verb).Execute();

    /// <summary>
    /// True when the verb accepts these arguments; otherwise writes the error and the usage. JasperFx itself returns
    /// the same exit code for a misspelt flag and for a failed run, and it checks the arguments only after the host has
    /// been built.
    /// </summary>
    public static async Task<bool> Accepts(IReadOnlyList<string> arguments)
    {
        var run = Factory().BuildRun(arguments);
        if (run.Command is not HelpCommand)
            return true;
        await run.Execute();
        return false;
    }
}
