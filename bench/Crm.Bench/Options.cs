using System.Globalization;

namespace Crm.Bench;

/// <summary>The switches; bench/run fills in those of the host and server that it started.</summary>
internal sealed class Options
{
    public Uri Url { get; private set; } = new("http://127.0.0.1:5080");

    public string Key { get; private set; } = "";

    public string? Postgres { get; private set; }

    public string? Pgbench { get; private set; }

    public int? HostPid { get; private set; }

    public int? PostgresPid { get; private set; }

    public TimeSpan Time { get; private set; } = TimeSpan.FromSeconds(10);

    public TimeSpan WarmUp { get; private set; } = TimeSpan.FromSeconds(12);

    public IReadOnlyList<int> Clients { get; private set; } = [1, 8, 32];

    public int Deals { get; private set; } = 20_000;

    public string? Baseline { get; private set; }

    public string? Save { get; private set; }

    public bool Gate { get; private set; }

    /// <summary>Measures the cost of authorization only.</summary>
    public bool Access { get; private set; }

    /// <summary>Loads the real data of that folder only.</summary>
    public string? Opportunities { get; private set; }

    /// <summary>The host's program: it creates keys of users, which only a host in Development does over HTTP.</summary>
    public string? HostProgram { get; private set; }

    /// <summary>Validates the switches only: called before publishing, which takes minutes.</summary>
    public bool Check { get; private set; }

    public static Options Parse(string[] args)
    {
        var options = new Options();
        var queue = new Queue<string>(args);
        while (queue.TryDequeue(out var name))
            options.Set(
                name,
                () => queue.TryDequeue(out var value) ? value : throw new BenchException($"{name} wants a value.")
            );
        return options;
    }

    private void Set(string name, Func<string> value)
    {
        switch (name)
        {
            case "--url":
                Url = new Uri(value());
                break;
            case "--key":
                Key = value();
                break;
            case "--pg":
                Postgres = value();
                break;
            case "--pgbench":
                Pgbench = value();
                break;
            case "--host-pid":
                HostPid = Number(value());
                break;
            case "--pg-pid":
                PostgresPid = Number(value());
                break;
            case "--seconds":
                Time = TimeSpan.FromSeconds(Number(value()));
                break;
            case "--clients":
                Clients = [.. value().Split(',').Select(Number)];
                break;
            case "--deals":
                Deals = Number(value());
                break;
            case "--baseline":
                Baseline = value();
                break;
            case "--save":
                Save = value();
                break;
            case "--gate":
                Gate = true;
                break;
            case "--access":
                Access = true;
                break;
            case "--check":
                Check = true;
                break;
            case "--opportunities":
                Opportunities = value();
                break;
            case "--host-program":
                HostProgram = value();
                break;
            case "--quick": // shows that everything runs; its figures mean nothing
                (Time, WarmUp, Clients, Deals) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), [1, 8], 400);
                break;
            default:
                throw new BenchException($"Unknown switch {name}; see bench/README.md.");
        }
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new BenchException($"{text} is not a number above zero.");
}
