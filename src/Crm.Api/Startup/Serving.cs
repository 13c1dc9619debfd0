using Crm.Api.Configuration;
using Crm.Api.Health;
using JasperFx;

namespace Crm.Api.Startup;

/// <summary>Runs a verb of the command line, or serves until a signal arrives.</summary>
public static class Serving
{
    /// <summary>
    /// Serving bypasses the JasperFx command line, which prints a startup error with its stack trace and, with a flag
    /// of the host (<c>--urls</c>), even exits with code 0.
    /// </summary>
    public static async Task<int> Run(
        WebApplication app,
        HostSwitches switches,
        StartProgress progress,
        DevKeyFile? key,
        string database,
        CancellationToken stop
    )
    {
        if (switches.AppliesSchema)
            return await ApplySchema(app, switches, stop);
        if (!switches.Serves)
            return await app.RunJasperFxCommands(switches.Rest);

        try
        {
            await Start(app, progress, key, stop);
        }
        catch
        {
            await StopAfterFault(app);
            throw;
        }

        using var demo = new DemoLoading(app, switches, key, progress);
        var loaded = await demo.Prepare(app.Lifetime.ApplicationStopping);
        new Banner([.. app.Urls], key, demo.Keys, database, loaded).WriteTo(Console.Out);
        var loading = demo.Load(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(stop);
        await loading;
        return app.Services.GetRequiredService<ClockWatch>().HasStoppedHost ? 1 : 0;
    }

    /// <summary>Announces each step before it begins: on a new database they take seconds, an upgrade takes minutes.</summary>
    private static async Task Start(WebApplication app, StartProgress progress, DevKeyFile? key, CancellationToken stop)
    {
        progress.Say(
            Storage.AppliesSchema(app.Environment, app.Configuration)
                ? "schema: creating or comparing the tables…"
                : "host: starting…"
        );
        await app.StartAsync(stop);
        progress.Say("schema: ready");
        progress.Say("data: preparing what ships with this version, and data of earlier versions…");
        await app.Services.GetRequiredService<Preparation>().Run(key, stop);
        app.Services.GetRequiredService<Readiness>().Set();
    }

    /// <summary>
    /// Stops what has started. If it were disposed while it runs, the services of the libraries would log one trace
    /// after the other and hide the cause.
    /// </summary>
    private static async Task StopAfterFault(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // The fault of the start is the cause, and it is the one to tell.
            app.Logger.LogDebug(e, "The host could not be stopped in order");
        }
    }

    /// <summary>An older image applies nothing to a store that a newer one has migrated: rolling back starts the older hosts.</summary>
    private static async Task<int> ApplySchema(WebApplication app, HostSwitches switches, CancellationToken stop)
    {
        var database = app.Services.GetRequiredService<DatabaseConnection>().Text;
        await using var turn = await SchemaTurn.Take(database, () => Console.WriteLine($"  {SchemaTurn.Waits}…"), stop);
        var found = StoreGuard.EnsureAdmitted(await StoreVersion.Read(turn, stop));
        if (StoreGuard.IsNewer(found))
        {
            Console.WriteLine($"  A newer build has migrated the database (number {found.Number}): nothing to apply.");
            return 0;
        }

        var code = await app.RunJasperFxCommands(switches.Rest);
        if (code == 0)
            await StoreGuard.Complete(turn, stop);
        return code;
    }
}
