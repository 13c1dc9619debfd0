using System.CommandLine;
using System.Text.Json;
using Crm.Api.Operations;
using Crm.Projections.Reports;

namespace Crm.Api.Startup;

/// <summary><c>rebuild</c>: rebuilds a report next to the live one; exit code 2 when they differed.</summary>
internal static class RebuildCommand
{
    public static Command Create(Func<HostSwitches, HostVerb?, Task<int>> host)
    {
        var report = new Argument<string>("report") { Description = "The report." };
        report.AcceptOnlyFromAmong([.. ReportRegistry.Names]);
        var rebuild = new Command("rebuild", "Rebuilds a report and compares it with the live one.") { report };
        rebuild.SetAction(
            (parsed, _) =>
            {
                var name = parsed.GetRequiredValue(report);
                return host(HostSwitches.Take(["rebuild", name]), (app, stop) => Rebuild(app, name, stop));
            }
        );
        return rebuild;
    }

    private static async Task<int> Rebuild(WebApplication app, string report, CancellationToken ct)
    {
        var verdict = await app
            .Services.GetRequiredService<Rebuilds>()
            .Run(
                report,
                progress =>
                {
                    Console.WriteLine($"  {report}: {progress:P0}");
                    return Task.CompletedTask;
                },
                ct
            );
        Console.WriteLine(JsonSerializer.Serialize(verdict, Wire.Json));
        return verdict.Equal ? 0 : 2;
    }
}
