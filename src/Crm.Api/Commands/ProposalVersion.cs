using Crm.Domain.Deals;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Commands;

/// <summary>Edits of a draft are events of its own stream: without them two edits of one draft would not see each other.</summary>
public static class ProposalVersion
{
    public static int Of(ProposalDocument content, Deal deal) => deal.Version + content.Revision - 1;
}
