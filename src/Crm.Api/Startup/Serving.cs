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

        await app.StartAsync(stop);
        progress.Say("schema: ready");
        await app.Services.GetRequiredService<Preparation>().Run(key, stop);
        app.Services.GetRequiredService<Readiness>().Set();
        using var demo = new DemoLoading(app, switches, key, progress);
        var loaded = await demo.Prepare(app.Lifetime.ApplicationStopping);
        new Banner([.. app.Urls], key, demo.Keys, database, loaded).WriteTo(Console.Out);
        var loading = demo.Load(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(stop);
        await loading;
        return app.Services.GetRequiredService<ClockWatch>().HasStoppedHost ? 1 : 0;
    }

    /// <summary>An older image applies nothing to a store that a newer one has migrated: rolling back starts the older hosts.</summary>
    private static async Task<int> ApplySchema(WebApplication app, HostSwitches switches, CancellationToken stop)
    {
        var database = app.Services.GetRequiredService<DatabaseConnection>().Text;
        await using var turn = await SchemaTurn.Take(database, stop);
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
