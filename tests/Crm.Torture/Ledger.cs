using System.Collections.Concurrent;

namespace Crm.Torture;

/// <summary>The subject of a command, for the checker.</summary>
internal enum Kind
{
    Open,
    Interaction,
    Payment,
    Complete,
}

/// <summary>One command as it was sent, and what was answered in the end.</summary>
/// <param name="Subject">Id of what it creates, or of the task.</param>
internal sealed record Entry(Kind Kind, string Path, string Body, string Key, Guid Deal, Guid Subject)
{
    public int Status { get; set; }
    public string Answer { get; set; } = "";

    /// <summary>At least one sending ended without an answer.</summary>
    public bool WasUnknown { get; set; }
}

/// <summary>Kept by the test, which is never killed.</summary>
internal sealed class Ledger
{
    public ConcurrentQueue<Entry> Entries { get; } = new();

    /// <summary>Answers that no fault of the database or the network excuses: 5xx other than 503 with Retry-After.</summary>
    public ConcurrentQueue<string> Improper { get; } = new();

    public Entry[] Of(Kind kind, int status) => [.. Entries.Where(x => x.Kind == kind && x.Status == status)];
}
