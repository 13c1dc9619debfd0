using Crm.Api.Health;
using JasperFx;

namespace Crm.Api.Startup;

/// <summary>Runs a verb of the command line, or serves until a signal comes.</summary>
public static class Serving
{
    /// <summary>Serving does not go through the JasperFx command line: that prints a fault of the start with its stack trace, and with
    /// a flag of the host (<c>--urls</c>) even ends with code 0.</summary>
    public static async Task<int> Run(
        WebApplication app,
        HostSwitches switches,
        StartProgress progress,
        DevKeyFile? key,
        string database,
        CancellationToken stop
    )
    {
        if (!switches.Serves)
            return await app.RunJasperFxCommands(switches.Rest);

        await app.StartAsync(stop);
        progress.Say("schema: ready");
        await app.Services.GetRequiredService<Preparation>().Run(key, stop);
        app.Services.GetRequiredService<Readiness>().Set();
        try
        {
            var loaded = await DemoData.Load(app, switches, key, progress, app.Lifetime.ApplicationStopping);
            new Banner([.. app.Urls], key, database, loaded).WriteTo(Console.Out);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C in the middle of the demo data: the host drains as ever.
        }

        await app.WaitForShutdownAsync(stop);
        return 0;
    }
}
