using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Crm.Bench.Postgres;

/// <summary>
/// PostgreSQL's own rate in the same minute on the same cluster, by pgbench: `append` and `select`. Over TCP like the host, with
/// prepared statements like the host; the payload is sent as parameters, as the host does.
/// </summary>
internal sealed partial class Yardstick(string pgbench, NpgsqlConnectionStringBuilder connection)
{
    private static readonly string s_event =
        "{\"dealId\":\"0192f0c1-7a5e-7cc3-98c4-dc0c0c07398f\",\"note\":\"" + new string('e', 331) + "\"}"; // 401 bytes as jsonb

    private static readonly string s_message = new('m', 500);

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "yardstick");

    public double Run(string name, int clients, TimeSpan time)
    {
        var start = new ProcessStartInfo(pgbench)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in Arguments(name, clients, time))
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = connection.Password ?? "";

        using var process = Process.Start(start) ?? throw new BenchException($"{pgbench} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var tps = Tps().Match(output);
        if (process.ExitCode != 0 || !tps.Success)
            throw new BenchException($"pgbench {name} failed: {errors.Result}{output}");
        return double.Parse(tps.Groups["tps"].Value, CultureInfo.InvariantCulture);
    }

    private string[] Arguments(string name, int clients, TimeSpan time) =>
        [
            "--no-vacuum",
            "--protocol=prepared",
            $"--file={Path.Combine(Folder, name + ".sql")}",
            $"--client={clients}",
            $"--jobs={Math.Min(clients, 2)}",
            $"--time={(int)Math.Ceiling(time.TotalSeconds)}",
            $"--define=event={s_event}",
            $"--define=message={s_message}",
            $"--host={connection.Host}",
            $"--port={connection.Port}",
            $"--username={connection.Username}",
            connection.Database!,
        ];

    [GeneratedRegex(@"^tps = (?<tps>[0-9.]+) \(without", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tps();
}
