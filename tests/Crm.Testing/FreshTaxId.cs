using Crm.Domain.Kernel;

namespace Crm.Testing;

/// <summary>Valid tax ids that no other test has, from the generator of the demo.</summary>
public static class FreshTaxId
{
    /// <summary>The demo has the first ones.</summary>
    private static int last = 1_000_000;

    /// <summary>Of 10 digits.</summary>
    public static string Company() => SampleTaxIds.Company(Interlocked.Increment(ref last));

    /// <summary>Of 12 digits.</summary>
    public static string Person() => SampleTaxIds.Person(Interlocked.Increment(ref last));
}
