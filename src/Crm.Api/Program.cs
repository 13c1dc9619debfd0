using Crm.Api.Hosting;

NativeMemory.Return();
var commandLine = new CommandLine(Host, Console.Out, Console.Error);
return await StartupFault.Guard(() => commandLine.Run(args), Console.Error);

static async Task<int> Host(HostSwitches switches, HostVerb? verb)
{
    using var signals = new StopSignals();
    // Without what this host has no use for: QUIC, IIS, loggers of debuggers.
    var builder = WebApplication.CreateSlimBuilder(switches.Rest);
    builder.WebHost.UseKestrelHttpsConfiguration();
    var progress = new StartProgress(Console.Out);
    await using var database = await Database.Prepare(
        builder.Configuration,
        builder.Environment,
        switches,
        progress,
        signals.Token
    );

    builder.AddCrm(database.ConnectionString);
    await using var app = builder.Build();
    app.UseCrm();
    if (verb is not null)
        return await verb(app, signals.Token);
    var key =
        switches.Serves && app.Environment.IsDevelopment()
            ? DevKeyFile.ReadOrCreate(HomeFolder.From(app.Configuration))
            : null;
    return await Serving.Run(app, switches, progress, key, database.Description, signals.Token);
}

/// <summary>The host; named so that tests can start it.</summary>
public partial class Program;
