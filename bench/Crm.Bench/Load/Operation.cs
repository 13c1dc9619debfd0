using Crm.Bench.Http;

namespace Crm.Bench.Load;

/// <summary>One row of the table: what a client sends again and again, and which answer counts.</summary>
internal abstract class Operation(string name, int expected)
{
    public string Name { get; } = name;

    /// <summary>The only status that counts; anything else is an error of the row.</summary>
    public int Expected { get; } = expected;

    /// <summary>Each client has a worker, and so a request buffer and a place in the data, of its own.</summary>
    public abstract Worker Worker(int client);
}

internal abstract class Worker
{
    /// <summary>The next request; empty when nothing is left to request, which ends the row for all clients.</summary>
    public abstract ReadOnlySpan<byte> Next();

    public virtual void Answered(in Answer answer) { }
}
