namespace Crm.Testing;

/// <summary>
/// How many random cases a costly property tries: as many as find a fault within seconds, and the full number with <c>CRM_FULL=1</c>.
/// Only the number of cases differs; what is asserted of each case is the same.
/// </summary>
public sealed record Cases(int Few, int Full)
{
    private static readonly bool IsFullRun = Environment.GetEnvironmentVariable("CRM_FULL") == "1";

    public int Count => IsFullRun ? Full : Few;

    /// <summary>
    /// How often something must occur in these cases, given how often it must occur in the full number: half of its proportional share,
    /// so that no run fails by chance, and at least once.
    /// </summary>
    public int AtLeast(int inFull) => IsFullRun ? inFull : Math.Max(1, inFull * Few / Full / 2);
}
