using System.Globalization;
using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;
using Crm.Bench.Operations;
using Crm.Bench.Report;

namespace Crm.Bench;

/// <summary>
/// The cost of authorization: the same requests from a caller who sees everything, a manager who sees their own deals, and a head who
/// sees a team's. A list is compared with the same deals selected by a filter, because the deals of one manager are farther apart in
/// the index than the newest of all. The callers alternate in short slices, so that a slow machine affects all of them equally. Nothing
/// is written in between.
/// </summary>
internal sealed class AccessPlan(Options options, Target administrator, Guid[] deals)
{
    private const int Clients = 8;
    private const int Slices = 10;
    private readonly List<string> _trouble = [];

    public int Execute()
    {
        var people = People.Add(() => new SetupClient(administrator), deals, options.HostProgram);
        var (manager, head) = (new Target(options.Url, people.ManagerKey), new Target(options.Url, people.HeadKey));
        (string Who, Target Target)[] asking =
        [
            ("administrator", administrator),
            ("manager, own", manager),
            ("head, team", head),
        ];
        foreach (var (who, target) in asking)
            Console.WriteLine($"The first page of the {who}: {Shown(target)} deals");
        Console.WriteLine($"{Slices} slices of {Slice.TotalSeconds:0.0} s by each, {Clients} clients");

        List<Row> rows = [];
        rows.AddRange(
            Turns(
                "read",
                [
                    .. asking.Select(
                        (x, i) => new Turn(x.Who, new ReadDeal(x.Target, people.Deals), x.Target, i == 0 ? null : 0)
                    ),
                ]
            )
        );
        var (own, team) = (
            $"{Walk.FirstPage}&managerId={people.Team[0]}",
            $"{Walk.FirstPage}&managerId={string.Join(',', people.Team)}"
        );
        rows.AddRange(
            Turns(
                "list",
                [
                    List("administrator", administrator, Walk.FirstPage, null),
                    List("administrator, the manager's", administrator, own, 0),
                    List("manager, own", manager, Walk.FirstPage, 1),
                    List("administrator, the team's", administrator, team, 0),
                    List("head, team", head, Walk.FirstPage, 3),
                ]
            )
        );
        Console.WriteLine();
        Console.WriteLine("In this table the ratio is to the rate of the administrator who gets the same.");
        Console.WriteLine(Table.Of(rows, options.Baseline is { } file ? Row.Load(file) : []));
        if (options.Save is { } save)
            Row.Save(save, rows);
        _trouble.ForEach(Console.WriteLine);
        return _trouble.Count > 0 ? 1 : 0;
    }

    private TimeSpan Slice => options.Time / 2;

    private static int Shown(Target target)
    {
        using var setup = new SetupClient(target);
        var shown = setup.Get(Walk.FirstPage, static x => x.GetProperty("items").GetArrayLength());
        return shown == 50
            ? shown
            : throw new BenchException(
                $"A page has {shown} deals instead of 50: it would cost less for another reason."
            );
    }

    private static Turn List(string who, Target target, string path, int? against) =>
        new(who, new Replay("list", [target.Get(path)]), target, against);

    private List<Row> Turns(string name, Turn[] turns)
    {
        var sums = turns.Select(_ => new Sum()).ToArray();
        foreach (var x in turns)
            Loop(x.Operation, x.Target, options.WarmUp / 6);
        for (var slice = 0; slice < Slices; slice++)
        for (var i = 0; i < turns.Length; i++)
        {
            var before = Cpu.Now(options.HostPid, options.PostgresPid);
            sums[i]
                .Add(
                    Loop(turns[i].Operation, turns[i].Target, Slice),
                    Cpu.Now(options.HostPid, options.PostgresPid) - before
                );
        }

        var rows = sums.Select((x, i) => Row.Of($"{name}, {turns[i].Who}", Clients, x.Whole, x.Cpu, options)).ToList();
        for (var i = 0; i < rows.Count; i++)
            if (turns[i].Against is { } other)
            {
                rows[i] = rows[i] with { Ratio = rows[i].Rate / rows[other].Rate };
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {name}: {turns[i].Who} / {turns[other].Who} = {rows[i].Ratio:0.000} of the rate"
                    )
                );
            }

        return rows;
    }

    private Measured Loop(Operation operation, Target target, TimeSpan time)
    {
        var measured = ClosedLoop.Run(target, operation, Clients, time);
        _trouble.AddRange(measured.Errors.Lines.Select(x => $"ERROR {operation.Name}: {x}"));
        return measured;
    }

    /// <summary>Combines slices into one result.</summary>
    private sealed class Sum
    {
        private readonly Histogram _times = new();
        private readonly Errors _errors = new();
        private TimeSpan _elapsed;

        public Cpu Cpu { get; private set; } = new(0, 0, 0, 0);

        public Measured Whole => new(_times, _errors, _elapsed, 0, Exhausted: false);

        public void Add(Measured x, Cpu cpu)
        {
            _times.Add(x.Times);
            _errors.Add(x.Errors);
            _elapsed += x.Elapsed;
            Cpu = new(
                Cpu.Host + cpu.Host,
                Cpu.Postgres + cpu.Postgres,
                Cpu.Generator + cpu.Generator,
                Cpu.Machine + cpu.Machine
            );
        }
    }

    /// <summary>A caller, their request, and the index of the row it is compared with.</summary>
    private sealed record Turn(string Who, Operation Operation, Target Target, int? Against);
}
