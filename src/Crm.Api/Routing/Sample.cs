namespace Crm.Api.Routing;

/// <summary>Data of the examples in the contract: all of them show one sale, printers for ООО «Ромашка».</summary>
internal static class Sample
{
    public static readonly Guid Client = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f01");
    public static readonly Guid Contact = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f02");
    public static readonly Guid User = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f03");
    public static readonly Guid Colleague = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f04");
    public static readonly Guid Team = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f05");
    public static readonly Guid Deal = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f00");
    public static readonly Guid Task = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f07");
    public static readonly Guid Product = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f06");
    public static readonly Guid Proposal = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f08");
    public static readonly Guid Order = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f09");
    public static readonly Guid OrderLine = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0a");
    public static readonly Guid Invoice = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0b");
    public static readonly Guid Shipment = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0c");
    public static readonly Guid OtherDeal = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0d");
    public static readonly Guid Assignment = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f10");
    public static readonly Guid Notification = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0f");
    public static readonly Guid Interaction = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f20");
    public static readonly Guid Division = new("019aa2f4-1c00-7a10-8f3e-5b6c7d8e9f0e");

    /// <summary>For dates that must not have passed: the examples are accepted in every year.</summary>
    public static readonly DateOnly Later = new(2099, 12, 31);

    public static Money Rub(decimal amount) => new(amount, new("RUB"));

    public static DateOnly Day(int month, int day) => new(2026, month, day);
}
