namespace Crm.Api.Commands;

/// <summary>
/// Lets one command at a time of this host at each stream, in the order of arrival. A command waits here before it opens a database
/// connection: however many want one deal, they leave the connections to the commands on other deals (ADR 73).
/// </summary>
/// <param name="time">Measures the waiting.</param>
public sealed class CommandQueues(TimeProvider time)
{
    /// <summary>How many commands may wait for one stream; the next one is refused at once.</summary>
    public const int MaxWaiters = 256;

    /// <summary>How long a command waits at most, for all of its streams together.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Queue> queues = [];

    /// <summary>The beginning of a command, from which its waiting is measured.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Waits until no other command of this host works on any of the streams.</summary>
    /// <param name="streams">Streams, and the names of other resources that commands lock; always taken in the same order.</param>
    /// <param name="begun">From <see cref="Begin"/>.</param>
    /// <returns>Dispose it when the command has ended. Null: the wait was in vain, or commands of this kind do not wait.</returns>
    public async ValueTask<CommandTurn?> Enter(
        IEnumerable<Guid> streams,
        CommandRequest request,
        long begun,
        CancellationToken ct
    )
    {
        var turn = new CommandTurn(this, request.Key?.Id) { LockTimeout = request.IsBackground ? TimeSpan.Zero : null };
        try
        {
            foreach (var stream in streams.Distinct().Order())
            {
                if (TryTake(stream, turn, request.IsBackground, out var waiter))
                    continue;
                if (waiter is null || !await Wait(waiter, begun, ct))
                {
                    turn.Dispose();
                    return null;
                }

                turn.LockTimeout = Rest(begun);
            }

            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Whether another request with this key has its turn at one of the streams, or waits for it.</summary>
    public bool IsInFlight(IEnumerable<Guid> streams, IdempotencyKey? key)
    {
        if (key is null)
            return false;
        lock (gate)
            return streams.Any(stream => queues.GetValueOrDefault(stream)?.Knows(key.Id) == true);
    }

    /// <summary>How many commands wait for a stream.</summary>
    public int Waiting(Guid stream)
    {
        lock (gate)
            return queues.GetValueOrDefault(stream)?.Waiters.Count ?? 0;
    }

    internal void Leave(IEnumerable<Guid> streams)
    {
        lock (gate)
            foreach (var stream in streams)
                PassOn(stream);
    }

    private TimeSpan Rest(long begun)
    {
        var rest = MaxWait - time.GetElapsedTime(begun);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <param name="waiter">The place in the queue; null when the stream is taken and waiting is not allowed.</param>
    private bool TryTake(Guid stream, CommandTurn turn, bool isBackground, out Waiter? waiter)
    {
        waiter = null;
        lock (gate)
        {
            if (!queues.TryGetValue(stream, out var queue))
            {
                queues[stream] = new Queue(turn);
                turn.Add(stream);
                return true;
            }

            if (!isBackground && queue.Waiters.Count < MaxWaiters)
                queue.Waiters.AddLast(waiter = new Waiter(stream, turn));
            return false;
        }
    }

    /// <summary>False: the time was up. A turn that is granted at that very moment counts.</summary>
    private async Task<bool> Wait(Waiter waiter, long begun, CancellationToken ct)
    {
        try
        {
            await waiter.Granted.WaitAsync(Rest(begun), time, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return !Withdraw(waiter);
        }
        catch (OperationCanceledException)
        {
            Withdraw(waiter);
            throw;
        }
    }

    /// <summary>False when the turn was granted meanwhile; it then ends with the others of its command.</summary>
    private bool Withdraw(Waiter waiter)
    {
        lock (gate)
            return queues[waiter.Stream].Waiters.Remove(waiter);
    }

    private void PassOn(Guid stream)
    {
        var queue = queues[stream];
        if (queue.Waiters.First is not { Value: var next })
        {
            queues.Remove(stream);
            return;
        }

        queue.Waiters.RemoveFirst();
        queue.Holder = next.Turn;
        next.Turn.Add(stream);
        next.Grant();
    }

    private sealed class Queue(CommandTurn holder)
    {
        public CommandTurn Holder { get; set; } = holder;

        public LinkedList<Waiter> Waiters { get; } = [];

        public bool Knows(string key) => Holder.Key == key || Waiters.Any(waiter => waiter.Turn.Key == key);
    }

    private sealed class Waiter(Guid stream, CommandTurn turn)
    {
        // The command that leaves must not run the next one's code inside the lock.
        private readonly TaskCompletionSource granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Stream => stream;

        public CommandTurn Turn => turn;

        public Task Granted => granted.Task;

        public void Grant() => granted.SetResult();
    }
}

/// <summary>The turn of a command at its streams; it ends when it is disposed.</summary>
/// <param name="key">The idempotency key of the command; null: none.</param>
public sealed class CommandTurn(CommandQueues queues, string? key) : IDisposable
{
    private readonly List<Guid> held = new(1);

    public string? Key => key;

    /// <summary>
    /// How long the command may wait for a lock that another host holds: what is left of its time when it has waited in the host already,
    /// zero for a command that does not wait; null: as long as any statement.
    /// </summary>
    public TimeSpan? LockTimeout { get; internal set; }

    public bool Holds(Guid stream) => held.Contains(stream);

    internal void Add(Guid stream) => held.Add(stream);

    public void Dispose()
    {
        if (held.Count > 0)
            queues.Leave(held);
        held.Clear();
    }
}
