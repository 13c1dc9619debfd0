using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;
using Crm.Bench.Operations;
using Crm.Bench.Postgres;
using Crm.Bench.Report;

namespace Crm.Bench;

/// <summary>
/// The rows in their order. Reads come first, over the seeded deals, then the writes, which add deals. Each operation is measured
/// between two slices of its yardstick.
/// </summary>
internal sealed class Plan(Options options, Target target, World world, Yardstick? yardstick)
{
    public List<Row> Rows { get; } = [];

    /// <summary>Everything that fails the run.</summary>
    public List<string> Trouble { get; } = [];

    public static string YardstickOf(string operation) => operation is "open" or "complete" ? "append" : "select";

    /// <summary>At 8 clients and with every operation: a fresh host runs at a third of its speed for some thousand requests.</summary>
    public void WarmUp()
    {
        var time = options.WarmUp / 6;
        Console.WriteLine($"Warming up: 6 operations, {time.TotalSeconds:0.0} s each, 8 clients");
        var stock = Stock.Prepare(Setup, world.Clients, (int)(time.TotalSeconds * 1500));
        Operation[] writes = [new OpenDeal(target, world.Clients), new CompleteTask(target, stock)];
        var position = writes.Max(x => Loop(x, 8, time).Position);
        Reports.CatchUp(Setup, position);
        foreach (var operation in Reading())
            Loop(operation, 8, time);
    }

    public void Reads()
    {
        var operations = Reading();
        foreach (var clients in options.Clients)
            Group("select", clients, between => operations.ForEach(x => Measure(between, x, clients)));
    }

    public void Writes()
    {
        foreach (var clients in options.Clients)
            Group(
                "append",
                clients,
                between =>
                {
                    var rate = Measure(between, new OpenDeal(target, world.Clients), clients);
                    // Completing is about as fast as opening; a fifth more, and the row ends early if even that is used up.
                    var stock = Stock.Prepare(
                        Setup,
                        world.Clients,
                        100 + (int)(rate * 1.2 * options.Time.TotalSeconds)
                    );
                    between.Interrupted();
                    Measure(between, new CompleteTask(target, stock), clients);
                }
            );
    }

    private List<Operation> Reading() =>
        [
            new ReadDeal(target, world.Deals),
            new ListDeals(target),
            Replay.DeepList(target, Walk.DeepCursors(Setup)),
            Replay.Funnel(target),
        ];

    private void Group(string name, int clients, Action<Alternation> operations)
    {
        var (between, first) = (new Alternation(yardstick, name, clients, options.Time), Rows.Count);
        operations(between);
        if (!between.IsMeasured)
            return;
        Rows.Insert(first, new Row(name, clients, between.Mean));
        Console.WriteLine($"  {between.Spread}");
    }

    private double Measure(Alternation between, Operation operation, int clients)
    {
        Row? row = null;
        var ratio = between.Ratio(() => (row = Measure(operation, clients)).Rate);
        Rows.Add(row! with { Ratio = ratio });
        return row!.Rate;
    }

    private Row Measure(Operation operation, int clients)
    {
        var before = Cpu.Now(options.HostPid, options.PostgresPid);
        var x = Loop(operation, clients, options.Time);
        var cpu = Cpu.Now(options.HostPid, options.PostgresPid) - before;
        var note = x.Exhausted ? $" (what was prepared lasted {x.Elapsed.TotalSeconds:0.0} s)" : "";
        Console.WriteLine($"  {operation.Name}, {clients} clients: {x.Rate:0}/s{note}");
        return Row.Of(operation.Name, clients, x, cpu, options);
    }

    private Measured Loop(Operation operation, int clients, TimeSpan time)
    {
        var measured = ClosedLoop.Run(target, operation, clients, time);
        Trouble.AddRange(measured.Errors.Lines.Select(x => $"ERROR {operation.Name}, {clients} clients: {x}"));
        return measured;
    }

    private SetupClient Setup() => new(target);
}
