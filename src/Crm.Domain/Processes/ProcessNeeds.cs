using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>What the checks of a process need from the rest of the product: capabilities and custom fields.</summary>
public static class ProcessNeeds
{
    public static KindInUse ToKindInUse(this DealProcess process, bool published, long openDeals) =>
        new(process.Code, process.Version, published, openDeals)
        {
            CapabilityUses =
            [
                .. Capabilities.All.SelectMany(capability =>
                    process.ChecksThatNeed(capability.Code).Select(check => (capability.Code, check))
                ),
            ],
            FieldUses =
            [
                .. process.Templates.SelectMany(task =>
                    task.Checks.SelectMany(check => check.Leaves)
                        .OfType<CustomFieldFilledCheck>()
                        .Select(check => (check.Field, task.Code))
                        .Distinct()
                ),
            ],
        };

    /// <summary>
    /// Codes of the checks that only the capability can satisfy; the closing gate needs deliveries when it is
    /// <c>settled</c>.
    /// </summary>
    public static ImmutableArray<string> ChecksThatNeed(this DealProcess process, string capability) =>
        [
            .. process
                .Templates.SelectMany(task => task.Checks)
                .SelectMany(check => check.Leaves)
                .Where(check => Needs(process, check, capability))
                .Select(check => check.Code)
                .Distinct(),
        ];

    private static bool Needs(DealProcess process, Check check, string capability) =>
        capability switch
        {
            // Only a guided kind raises tasks with checks, so every check depends on the guided process.
            Capabilities.GuidedProcess => true,
            Capabilities.Interactions => check is InteractionRecordedCheck,
            Capabilities.Presentations => check is PresentationHeldCheck,
            Capabilities.Proposals => check is ProposalIssuedCheck or ProposalSentCheck or ProposalAcceptedCheck,
            Capabilities.OrdersAndInvoices => check
                is OrderPlacedCheck
                    or ObligationsConfirmedCheck
                    or PaidInFullCheck
                    or PaidAtLeastCheck
                    or ShippedInFullCheck
                || (check is ClosingGateCheck && process.Gate == ClosingGateKind.Settled),
            _ => false,
        };
}
