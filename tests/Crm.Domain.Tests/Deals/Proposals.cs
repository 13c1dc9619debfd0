namespace Crm.Domain.Tests;

/// <summary>A proposal that is on offer.</summary>
internal static class Proposals
{
    public static readonly DateTimeOffset Expiry = Utc(3, 31, "20:59:59");
    public static readonly Story Offered = Deals
        .Simple.Did(new DraftProposal(Offer, Chairs10))
        .Did(new IssueProposal(Offer, Chairs10));
}
