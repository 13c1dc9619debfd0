using System.Text;
using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;

namespace Crm.Bench.Operations;

/// <summary>Fixed requests in a circle, each client starting at another one: the deep pages of the list, the funnel.</summary>
internal sealed class Replay(string name, IReadOnlyList<string> requests) : Operation(name, 200)
{
    private readonly byte[][] _requests = [.. requests.Select(Encoding.UTF8.GetBytes)];

    public static Replay DeepList(Target target, IEnumerable<string> cursors) =>
        new("list deep", [.. cursors.Select(x => target.Get(Walk.Following(x)))]);

    public static Replay Funnel(Target target) => new("funnel", [target.Get("/reports/sales-funnel?mode=snapshot")]);

    public override Worker Worker(int client) => new Circling(_requests, client * 7);

    private sealed class Circling(byte[][] requests, int start) : Worker
    {
        private int _at = start;

        public override ReadOnlySpan<byte> Next() => requests[_at++ % requests.Length];
    }
}
