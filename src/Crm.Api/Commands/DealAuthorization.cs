using Crm.Domain.Deals;

namespace Crm.Api.Commands;

/// <summary>Checks rights on a loaded deal.</summary>
public static class DealAuthorization
{
    /// <summary>Null when allowed; a deal that the caller may not see is reported as not found.</summary>
    public static CommandOutcome? Check(Caller caller, Permission needed, Deal deal) =>
        caller.Grants.May(needed, deal.Manager, deal.Participants) ? null
        : caller.Grants.May(Permissions.DealsRead, deal.Manager, deal.Participants)
            ? new CommandOutcome.Forbidden(needed)
        : new CommandOutcome.NotFound("deal.not_found");
}
