using Crm.Domain.Deals.Process;

namespace Crm.Domain.Settings;

/// <summary>
/// Something that the product can do and a company may switch off. Routes and settings refer to it by its code, so a code is for
/// ever.
/// </summary>
/// <param name="Needs">Codes of the capabilities without which this one makes no sense.</param>
/// <param name="Checks">Checks of tasks that only what this capability creates can satisfy.</param>
public sealed record Capability(string Code, ImmutableArray<string> Needs, ImmutableArray<Type> Checks)
{
    /// <summary>The refusal of a command whose capability is off.</summary>
    public static Rejection Off(string code) =>
        Rejection.Conflict(
            "capability.off",
            new Blocker("capability.off", $"capability:{code}", "on", "off", new Fix.UpdateSettings())
        );

    /// <summary>
    /// Codes of the checks of a process that ask for this capability; the closing gate asks for deliveries when it is
    /// <c>settled</c>.
    /// </summary>
    public ImmutableArray<string> ChecksOf(DealProcess process) =>
        [
            .. process
                .Stages.SelectMany(x => x.Tasks)
                .SelectMany(x => x.Checks)
                .SelectMany(x => x.Leaves)
                .Where(x => AsksFor(process, x))
                .Select(x => x.Code)
                .Distinct(),
        ];

    private bool AsksFor(DealProcess process, Check check) =>
        Checks.Any(x => x.IsInstanceOfType(check))
        || (
            Code == Capabilities.OrdersAndInvoices
            && check is ClosingGateCheck
            && process.Gate == ClosingGateKind.Settled
        );
}

/// <summary>Every capability there is: only what routes exist for.</summary>
public static class Capabilities
{
    public const string Deals = "deals";
    public const string GuidedProcess = "guided-process";
    public const string Interactions = "interactions";
    public const string Presentations = "presentations";
    public const string Proposals = "proposals";
    public const string OrdersAndInvoices = "orders-and-invoices";
    public const string ReturnsAndRefunds = "returns-and-refunds";

    public static ImmutableArray<Capability> All { get; } =
    [
        new(Deals, [], []),
        // Only a guided kind raises tasks with checks: whichever check it is, the process is what asks for it.
        new(GuidedProcess, [Deals], [typeof(Check)]),
        new(Interactions, [], [typeof(InteractionRecordedCheck)]),
        new(Presentations, [Deals], [typeof(PresentationHeldCheck)]),
        new(
            Proposals,
            [Deals],
            [typeof(ProposalIssuedCheck), typeof(ProposalSentCheck), typeof(ProposalAcceptedCheck)]
        ),
        new(
            OrdersAndInvoices,
            [Deals],
            [
                typeof(OrderPlacedCheck),
                typeof(ObligationsConfirmedCheck),
                typeof(PaidInFullCheck),
                typeof(ShippedInFullCheck),
            ]
        ),
        new(ReturnsAndRefunds, [OrdersAndInvoices], []),
    ];

    public static Capability? Find(string code) => All.FirstOrDefault(x => x.Code == code);
}

/// <summary>A version of a kind that somebody may still work by.</summary>
/// <param name="Published">In force: new deals open with it.</param>
/// <param name="OpenDeals">Open deals that are pinned to it.</param>
public sealed record KindInUse(DealProcess Process, bool Published, long OpenDeals);
