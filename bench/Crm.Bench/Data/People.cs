using System.Diagnostics;

namespace Crm.Bench.Data;

/// <summary>
/// A manager and the head of their team, each with more visible deals than a page has. Every deal gets a manager: a page costs more
/// with names to fill in, and that must not depend on the caller.
/// </summary>
/// <param name="Deals">The manager's own: all who are measured see them.</param>
/// <param name="Team">Whose deals the head sees; the manager is the first.</param>
internal sealed record People(string ManagerKey, string HeadKey, Guid[] Deals, Guid[] Team)
{
    private const int Share = 50;
    private const int Least = 60;
    private const string HeadRole =
        """{"code":"bench-head","title":{"ru":"Руководитель","en":"Head"},"permissions":"""
        + """["deals.read","deals.write","clients.read","catalogue.read","reports.read","users.read"],"scopes":"""
        + """{"deals":"team"}}""";

    public static People Add(Func<SetupClient> open, Guid[] deals, string? hostProgram)
    {
        var step = Math.Min(Share, deals.Length / Least);
        if (step < 3)
            throw new BenchException($"{deals.Length} deals are too few: {3 * Least} would do.");
        using var setup = open();
        setup.Add("/roles", HeadRole);
        var team = setup.Add("/teams", """{"name":"Bench"}""");
        var (manager, colleague, head) = (
            User("sales-manager", Quoted(team)),
            User("sales-manager", Quoted(team)),
            User("bench-head", Quoted(team))
        );
        var outsider = User("sales-manager", "null");
        Parallel8.Run(
            open,
            0,
            deals.Length,
            (d, i) =>
                d.Assign(
                    deals[i],
                    (i % step) switch
                    {
                        0 => manager,
                        1 => colleague,
                        _ => outsider,
                    }
                )
        );
        return new People(
            Key(manager),
            Key(head),
            [.. deals.Where((_, i) => i % step == 0)],
            [manager, colleague, head]
        );

        Guid User(string role, string of) =>
            setup.Add("/users", $$"""{"name":"Bench {{role}}","roles":["{{role}}"],"teamId":{{of}}}""");

        static string Quoted(Guid id) => $"\"{id}\"";

        string Key(Guid user) => hostProgram is null ? setup.AddKey(user) : FromProgram(hostProgram, user);
    }

    /// <summary>The host's own command prints the key alone on its last line.</summary>
    private static string FromProgram(string program, Guid user)
    {
        string[] line = [program, "keys", "add", "--name", "bench", "--scopes", "read,write", "--user", $"{user}"];
        if (program.EndsWith(".dll", StringComparison.Ordinal))
            line = ["dotnet", .. line];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new BenchException($"{program} did not start.");
        var printed = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1].Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && printed.StartsWith("crm_", StringComparison.Ordinal)
            ? printed
            : throw new BenchException($"{program} made no key: {printed}");
    }
}
