namespace Crm.Bench.Load;

internal sealed record Measured(Histogram Times, Errors Errors, TimeSpan Elapsed, long Position, bool Exhausted)
{
    public double Rate => Times.Count / Elapsed.TotalSeconds;
}
