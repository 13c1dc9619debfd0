namespace Crm.Domain.Tests;

/// <summary>A guided kind in which several tasks need the same kind of evidence: the standard sale has none.</summary>
public static class TwoCalls
{
    public static DealProcess Kind { get; } =
        new(
            "two-calls",
            1,
            new("", "Two calls"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            [
                new(
                    "calling",
                    new("", "Calling"),
                    20,
                    [
                        Task("first-call", 1, new InteractionRecordedCheck()),
                        Task("second-call", 1, new InteractionRecordedCheck()),
                    ]
                ),
                new(
                    "offering",
                    new("", "Offering"),
                    50,
                    [
                        Task("offer", 2, new ProposalSentCheck()),
                        Task("offer-and-call", 2, new ProposalSentCheck(), new InteractionRecordedCheck()),
                        Task("paid-delivery", 3, new OrderPlacedCheck(), new PaidInFullCheck()),
                    ]
                )
                {
                    Rework = [new("calling", ReworkOn.ProposalDeclined)],
                },
                new("winning", new("", "Winning"), 90, [Task("win", 1, new ClosingGateCheck())]),
            ]
        );

    private static TaskTemplate Task(string code, int days, params ReadOnlySpan<Check> checks) =>
        new(code, new("", code), Due.InDays(days), [.. checks]);
}
