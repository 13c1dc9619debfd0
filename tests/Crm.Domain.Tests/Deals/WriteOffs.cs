using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Blockers and commands of write-offs.</summary>
internal static class WriteOffs
{
    public static Blocker BeyondDebt(string expected, string actual) =>
        Blocked.OfDeal("write_off.exceeds_debt", expected, actual, "getBalance");
}
