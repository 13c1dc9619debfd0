namespace Crm.Api.Startup;

/// <summary>
/// Progress lines during the start, printed before each step that may take long: "PostgreSQL 15.18: starting…".
/// </summary>
public sealed class StartProgress(TextWriter output)
{
    /// <summary>Writes a line and flushes it, so that a waiting start does not look dead.</summary>
    public void Say(string line)
    {
        output.WriteLine($"  {line}");
        output.Flush();
    }
}
