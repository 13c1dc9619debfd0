using Crm.Domain.Deals;

namespace Crm.Api.Commands;

/// <summary>Whether a caller may do something on a deal that is at hand.</summary>
public static class DealAuthorization
{
    /// <summary>Null when it may; a deal that the caller does not see is not found.</summary>
    public static CommandOutcome? Check(Caller caller, Permission needed, Deal deal) =>
        caller.Grants.May(needed, deal.Manager, deal.Participants) ? null
        : caller.Grants.May(Permissions.DealsRead, deal.Manager, deal.Participants)
            ? new CommandOutcome.Forbidden(needed)
        : new CommandOutcome.NotFound("deal.not_found");
}
