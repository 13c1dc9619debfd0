using System.Diagnostics;
using Crm.Bench.Http;

namespace Crm.Bench.Load;

/// <summary>
/// A number of clients, each on one connection and one thread, each sending its next request when the last response is read completely.
/// Not HttpClient: against an empty endpoint (1 kB, 2 cores) it took 0.019-0.022 ms of CPU per request at 8 clients and 0.04-0.06 ms at
/// 1; this client on blocking sockets took 0.012-0.014 ms in both. CPU that the generator uses is missing for the host.
/// </summary>
internal static class ClosedLoop
{
    public static Measured Run(Target target, Operation operation, int clients, TimeSpan time)
    {
        using var ready = new Barrier(clients + 1);
        var stop = new StopFlag();
        var loops = Enumerable.Range(0, clients).Select(_ => new Loop(operation.Expected, stop)).ToList();
        var threads = loops
            .Select((loop, i) => new Thread(() => loop.Run(target, operation.Worker(i), ready, time), 512 * 1024))
            .ToList();
        threads.ForEach(x => x.Start());

        ready.SignalAndWait();
        var started = Stopwatch.GetTimestamp();
        threads.ForEach(x => x.Join());
        var elapsed = Stopwatch.GetElapsedTime(started, loops.Max(x => x.Ended));

        var (times, errors, position) = (new Histogram(), new Errors(), 0L);
        foreach (var loop in loops)
        {
            times.Add(loop.Times);
            errors.Add(loop.Errors);
            position = Math.Max(position, loop.Position);
        }

        return new Measured(times, errors, elapsed, position, Exhausted: stop.IsSet);
    }

    /// <summary>When one client has nothing left, all stop: otherwise the row would state more clients than were running.</summary>
    private sealed class StopFlag
    {
        private volatile bool _set;

        public bool IsSet => _set;

        public void Set() => _set = true;
    }

    private sealed class Loop(int expected, StopFlag stop)
    {
        public Histogram Times { get; } = new();

        public Errors Errors { get; } = new();

        public long Ended { get; private set; }

        public long Position { get; private set; }

        public void Run(Target target, Worker worker, Barrier ready, TimeSpan time)
        {
            using var connection = new Connection(target.Address);
            ready.SignalAndWait();
            var deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
            while ((Ended = Stopwatch.GetTimestamp()) < deadline && !stop.IsSet)
            {
                var request = worker.Next();
                if (request.IsEmpty)
                {
                    stop.Set();
                    break;
                }

                Once(connection, worker, request);
            }
        }

        private void Once(Connection connection, Worker worker, ReadOnlySpan<byte> request)
        {
            var sent = Stopwatch.GetTimestamp();
            var answer = connection.Send(request);
            if (answer.Status == expected)
                Times.Record(Stopwatch.GetTimestamp() - sent);
            else
                Errors.Add(answer);
            Position = Math.Max(Position, answer.Position);
            worker.Answered(answer);
        }
    }
}
