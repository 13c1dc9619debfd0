namespace Crm.Api.Startup;

/// <summary>Short lines that show that the start is alive: "PostgreSQL 15.18: starting…", "schema: ready".</summary>
public sealed class StartProgress(TextWriter output)
{
    /// <summary>One line, out at once: a start that waits must not look dead because of a buffer.</summary>
    public void Say(string line)
    {
        output.WriteLine($"  {line}");
        output.Flush();
    }
}
