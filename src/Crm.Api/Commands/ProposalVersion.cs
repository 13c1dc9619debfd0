using Crm.Domain.Deals;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Commands;

/// <summary>
/// Edits of a draft are events of its own stream. They are part of the version, so that two concurrent edits of a draft
/// conflict.
/// </summary>
public static class ProposalVersion
{
    public static int Of(ProposalDocument content, Deal deal) => deal.Version + content.Revision - 1;
}
