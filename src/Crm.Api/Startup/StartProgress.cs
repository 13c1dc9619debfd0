namespace Crm.Api.Startup;

/// <summary>Progress lines during the start: "PostgreSQL 15.18: starting…", "schema: ready". Each is printed before a step that may take long.</summary>
public sealed class StartProgress(TextWriter output)
{
    /// <summary>Writes a line and flushes it, so that a waiting start does not look dead.</summary>
    public void Say(string line)
    {
        output.WriteLine($"  {line}");
        output.Flush();
    }
}
