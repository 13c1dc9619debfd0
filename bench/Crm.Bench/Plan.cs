using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;
using Crm.Bench.Operations;
using Crm.Bench.Postgres;
using Crm.Bench.Report;

namespace Crm.Bench;

/// <summary>
/// The rows in their order. Reads come first, over the deals that were seeded; then the writes, which add deals. For each number of
/// clients a yardstick stands before and after its operations and its mean counts, so that the drift of a machine cancels.
/// </summary>
internal sealed class Plan(Options options, Target target, World world, Yardstick? yardstick)
{
    public List<Row> Rows { get; } = [];

    /// <summary>Whatever makes the run red.</summary>
    public List<string> Trouble { get; } = [];

    public static string YardstickOf(string operation) => operation is "open" or "complete" ? "append" : "select";

    /// <summary>At 8 clients and with every operation: a fresh host runs at a third of its speed for some thousand requests.</summary>
    public void WarmUp()
    {
        var time = options.WarmUp / 6;
        Console.WriteLine($"Warming up: 6 operations, {time.TotalSeconds:0.0} s each, 8 clients");
        var stock = Stock.Prepare(Desk, world.Clients, (int)(time.TotalSeconds * 1500));
        Operation[] writes = [new OpenDeal(target, world.Clients), new CompleteTask(target, stock)];
        var position = writes.Max(x => Loop(x, 8, time).Position);
        Reports.CatchUp(Desk, position);
        foreach (var operation in Reading())
            Loop(operation, 8, time);
    }

    public void Reads()
    {
        var operations = Reading();
        foreach (var clients in options.Clients)
            Between("select", clients, () => operations.ForEach(x => Measure(x, clients)));
    }

    public void Writes()
    {
        foreach (var clients in options.Clients)
            Between("append", clients, () =>
            {
                var rate = Measure(new OpenDeal(target, world.Clients), clients).Rate;
                // Completing is about as fast as opening; a fifth more, and the row ends early if even that is used up.
                var stock = Stock.Prepare(Desk, world.Clients, 100 + (int)(rate * 1.2 * options.Time.TotalSeconds));
                Measure(new CompleteTask(target, stock), clients);
            });
    }

    private List<Operation> Reading() =>
    [
        new ReadDeal(target, world.Deals), new ListDeals(target), Replay.DeepList(target, Walk.DeepCursors(Desk)), Replay.Funnel(target),
    ];

    private void Between(string name, int clients, Action operations)
    {
        var before = yardstick?.Run(name, clients, options.Time);
        var first = Rows.Count;
        operations();
        if (before is null)
            return;

        var mean = (before.Value + yardstick!.Run(name, clients, options.Time)) / 2;
        for (var i = first; i < Rows.Count; i++)
            Rows[i] = Rows[i] with { Ratio = Rows[i].Rate / mean };
        Rows.Insert(first, new Row(name, clients, mean));
        Console.WriteLine($"  {name}, {clients} clients: {before:0}/s before, {(2 * mean) - before:0}/s after");
    }

    private Measured Measure(Operation operation, int clients)
    {
        var before = Cpu.Now(options.HostPid, options.PostgresPid);
        var x = Loop(operation, clients, options.Time);
        var cpu = Cpu.Now(options.HostPid, options.PostgresPid) - before;
        var requests = Math.Max(1, x.Times.Count);
        double? PerRequest(double seconds, bool known) => known ? seconds * 1000 / requests : null;
        Rows.Add(new Row(operation.Name, clients, x.Rate)
        {
            P50 = x.Times.Percentile(0.5),
            P95 = x.Times.Percentile(0.95),
            P99 = x.Times.Percentile(0.99),
            Errors = x.Errors.Count,
            HostCpu = PerRequest(cpu.Host, options.HostPid is not null),
            PostgresCpu = PerRequest(cpu.Postgres, options.PostgresPid is not null),
            GeneratorCpu = PerRequest(cpu.Generator, known: true),
            Other = options is { HostPid: not null, PostgresPid: not null }
                ? Math.Max(0, cpu.Machine - cpu.Host - cpu.Postgres - cpu.Generator) / (x.Elapsed.TotalSeconds * Environment.ProcessorCount)
                : null,
        });
        Console.WriteLine($"  {operation.Name}, {clients} clients: {x.Rate:0}/s{(x.Exhausted ? $" (what was prepared lasted {x.Elapsed.TotalSeconds:0.0} s)" : "")}");
        return x;
    }

    private Measured Loop(Operation operation, int clients, TimeSpan time)
    {
        var measured = ClosedLoop.Run(target, operation, clients, time);
        Trouble.AddRange(measured.Errors.Lines.Select(x => $"ERROR {operation.Name}, {clients} clients: {x}"));
        return measured;
    }

    private Desk Desk() => new(target);
}
