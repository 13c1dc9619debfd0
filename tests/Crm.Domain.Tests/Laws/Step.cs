using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>One random choice; its meaning depends on the deal.</summary>
public sealed record Step(int Verb, int A, int B, int C, int Amount, int Time, int Clock, int Rights)
{
    public static Gen<Step> Any { get; } =
        from verb in Gen.Int[0, 999]
        from abc in Gen.Select(Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[0, 999])
        from amount in Gen.Int[0, 999]
        from time in Gen.Int[0, 999]
        from clock in Gen.Int[0, 99]
        from rights in Gen.Int[0, 31]
        select new Step(verb, abc.Item1, abc.Item2, abc.Item3, amount, time, clock, rights);
}
