using System.Diagnostics;

namespace Crm.Bench.Data;

/// <summary>A manager and the head of the manager's team, each with more deals in reach than a page has.</summary>
/// <param name="Deals">The manager's own: all who are measured see them.</param>
internal sealed record People(string ManagerKey, string HeadKey, Guid[] Deals)
{
    private const string HeadRole =
        """{"code":"bench-head","title":{"ru":"Руководитель","en":"Head"},"permissions":["deals.read","deals.write","clients.read","catalogue.read","reports.read","users.read"],"scopes":{"deals":"team"}}""";

    public static People Add(Func<Desk> open, Guid[] deals, string? hostProgram)
    {
        var each = Math.Max(60, deals.Length / 50);
        if (deals.Length < 2 * each)
            throw new BenchException($"{deals.Length} deals are too few: {2 * each} are shared out.");
        using var desk = open();
        desk.Add("/roles", HeadRole);
        var team = desk.Add("/teams", """{"name":"Bench"}""");
        var (manager, colleague, head) = (User("sales-manager"), User("sales-manager"), User("bench-head"));
        // Every so manieth deal: those of one person do not lie side by side in the store.
        var shared = Enumerable.Range(0, 2 * each).Select(i => deals[(int)((long)i * deals.Length / (2 * each))]).ToArray();
        Parallel8.Run(open, 0, shared.Length, (d, i) => d.Assign(shared[i], i % 2 == 0 ? manager : colleague));
        return new People(Key(manager), Key(head), [.. shared.Where((_, i) => i % 2 == 0)]);

        Guid User(string role) => desk.Add("/users", $$"""{"name":"Bench {{role}}","roles":["{{role}}"],"teamId":"{{team}}"}""");

        string Key(Guid user) => hostProgram is null ? desk.AddKey(user) : FromProgram(hostProgram, user);
    }

    /// <summary>The host's own command prints the key alone on its last line.</summary>
    private static string FromProgram(string program, Guid user)
    {
        var start = new ProcessStartInfo("dotnet", [program, "keys", "add", "--name", "bench", "--scopes", "read,write", "--user", $"{user}"])
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new BenchException($"{program} did not start.");
        var printed = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1].Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && printed.StartsWith("crm_", StringComparison.Ordinal) ? printed : throw new BenchException($"{program} made no key: {printed}");
    }
}
