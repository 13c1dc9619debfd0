using Crm.Bench.Http;

namespace Crm.Bench.Load;

/// <summary>One row of the table: the request that a client repeats, and the status that counts.</summary>
internal abstract class Operation(string name, int expected)
{
    public string Name { get; } = name;

    /// <summary>The only status that counts; anything else is an error of the row.</summary>
    public int Expected { get; } = expected;

    /// <summary>Each client has its own worker, and so its own request buffer and position in the data.</summary>
    public abstract Worker Worker(int client);
}

internal abstract class Worker
{
    /// <summary>The next request; empty when nothing is left to request, which ends the row for all clients.</summary>
    public abstract ReadOnlySpan<byte> Next();

    public virtual void Answered(in Answer answer) { }
}
