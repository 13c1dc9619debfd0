using JasperFx;

namespace Crm.Api.Hosting;

/// <summary>Runs a verb of the command line, or serves until a signal comes.</summary>
public static class Serving
{
    /// <summary>Serving does not go through the JasperFx command line: that prints a fault of the start with its stack trace, and with
    /// a flag of the host (<c>--urls</c>) even ends with code 0. <paramref name="started"/> runs once addresses are open (demo data, banner).</summary>
    public static async Task<int> Run(WebApplication app, HostSwitches switches, Func<CancellationToken, Task> started, CancellationToken stop)
    {
        if (!switches.Serves) return await app.RunJasperFxCommands(switches.Rest);

        await app.StartAsync(stop);
        try
        {
            await started(app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C in the middle of the demo data: the host drains as ever.
        }
        await app.WaitForShutdownAsync(stop);
        return 0;
    }
}
