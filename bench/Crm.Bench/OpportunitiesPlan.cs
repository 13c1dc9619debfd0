using System.Diagnostics;
using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Opportunities;

namespace Crm.Bench;

/// <summary>
/// Real data: the 8,800 opportunities of a public sample with their own past dates, then the funnel at the ends of the quarters
/// compared with a count over the file, for all and for each agent. Any difference fails the run.
/// </summary>
internal sealed class OpportunitiesPlan(Target target, string folder)
{
    private static readonly DateOnly[] Ends = [new(2017, 3, 31), new(2017, 6, 30), new(2017, 9, 30), new(2017, 12, 31)];

    public int Execute()
    {
        var all = Opportunity.Read(folder);
        var import = new Import(Setup, all);
        var started = Stopwatch.GetTimestamp();
        var position = import.Run();
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(
            $"{all.Length} opportunities by {import.Commands} commands of 8 clients in {took:0.0} s, {import.Commands / took:0}/s"
        );
        Console.WriteLine($"The funnel had them {Data.Reports.CatchUp(Setup, position).TotalSeconds:0.0} s later");

        using var setup = Setup();
        var equal = true;
        foreach (var day in Ends)
            equal &= Equal(setup, all, import.Agents, day);
        return equal ? 0 : 1;
    }

    private static bool Equal(
        SetupClient setup,
        Opportunity[] all,
        IReadOnlyDictionary<string, Guid> agents,
        DateOnly day
    )
    {
        var started = Stopwatch.GetTimestamp();
        var (file, funnel) = (QuarterEnd.Of(all, day), QuarterEnd.Of(setup, day, null));
        var took = Stopwatch.GetElapsedTime(started);
        var apart = agents
            .Where(x => QuarterEnd.Of(all.Where(y => y.Agent == x.Key), day) != QuarterEnd.Of(setup, day, x.Value))
            .Select(x => x.Key)
            .ToList();
        Console.WriteLine(
            $"{day:yyyy-MM-dd}: {funnel}, in {took.TotalMilliseconds:0} ms: "
                + $"{(file == funnel ? "as in the file" : $"NOT AS IN THE FILE ({file})")}"
                + $"; {agents.Count - apart.Count} of {agents.Count} agents as in the file{string.Concat(apart.Select(x => ", not " + x))}"
        );
        return file == funnel && apart.Count == 0;
    }

    private SetupClient Setup() => new(target);
}
