using System.Diagnostics;
using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Postgres;
using Crm.Bench.Report;

namespace Crm.Bench;

/// <summary>The whole run: seed, check what the host shows, warm up, measure, print. One method a step, in this order.</summary>
internal sealed class Run(Options options)
{
    private readonly Target _target = new(options.Url, options.Key);
    private readonly Database? _database = options.Postgres is { } x ? new Database(x) : null;

    public int Execute()
    {
        if (options.Opportunities is { } folder)
            return new OpportunitiesPlan(_target, folder).Execute();

        var yardstick = Yardstick();
        Conditions.Print(_database);
        var world = Seeded();
        var plan = new Plan(options, _target, world, yardstick);
        if (options.Access)
            return new AccessPlan(options, _target, world.Deals).Execute();

        plan.WarmUp();
        plan.Reads();
        plan.Writes();

        var resident = Conditions.ResidentMb(options.HostPid);
        Console.WriteLine();
        Console.WriteLine(Table.Of(plan.Rows, options.Baseline is { } file ? Row.Load(file) : []));
        Console.WriteLine(
            $"Resident memory of the host after load: {(resident is { } mb ? $"{mb:0} MB" : "not measured, no --host-pid")}"
        );
        plan.Trouble.ForEach(Console.WriteLine);
        if (options.Save is { } save)
            Row.Save(save, plan.Rows);

        Console.WriteLine("Floors");
        var held = Floors.Print(plan.Rows, resident);
        return plan.Trouble.Count > 0 || (options.Gate && !held) ? 1 : 0;
    }

    private Yardstick? Yardstick()
    {
        if (_database is null || options.Pgbench is null)
        {
            Console.WriteLine(
                _database is null
                    ? "No --pg: no yardsticks, no ratios, no bytes on disk."
                    : "No pgbench beside the server's binaries: no yardsticks, no ratios."
            );
            return null;
        }

        _database.Execute(File.ReadAllText(Path.Combine(Postgres.Yardstick.Folder, "schema.sql")));
        return new Yardstick(options.Pgbench, _database.Connection);
    }

    private World Seeded()
    {
        var (size, events, started) = (_database?.Size() ?? 0, _database?.Events() ?? 0, Stopwatch.GetTimestamp());
        var world = Seed.Run(Setup, options.Deals);
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(
            $"Seeded {world.Added} deals over HTTP by 8 clients in {took.TotalSeconds:0.0} s; the store has {world.Deals.Length}."
        );
        var (late, counted) = (Reports.CatchUp(Setup, world.Position), Reports.Counted(Setup));
        Console.WriteLine($"The reports had them {late.TotalSeconds:0.0} s later; the funnel counts {counted} deals.");
        if (counted < world.Deals.Length)
            throw new BenchException("The funnel does not count every deal: what it would measure is not the report.");

        if (_database is not null && world.Added > 0)
        {
            var (grown, written) = (_database.Size() - size, _database.Events() - events);
            Console.WriteLine(
                $"On disk per deal: {grown / world.Added} bytes, everything included, for {written / (double)world.Added:0.0} events."
            );
            Console.WriteLine(
                $"  largest tables with their indexes, bytes per deal: {_database.Largest(world.Deals.Length)}"
            );
        }

        return world;
    }

    private SetupClient Setup() => new(_target);
}
