using Crm.Domain.Deals;

namespace Crm.Api.Commands;

/// <summary>Checks rights on a loaded deal.</summary>
public static class DealAuthorization
{
    /// <summary>
    /// Null when the caller has the permission of the command; a deal that the caller may not see is reported as not found.
    /// </summary>
    public static CommandOutcome? Check(CommandRequest request, Deal deal)
    {
        var grants = request.Caller.Grants;
        return request.Preconditions.Permission is not { } needed ? null
            : grants.May(needed, request.Preconditions.NeedsScope ? deal.Users.InScope : deal.Users) ? null
            : grants.May(Permissions.DealsRead, deal.Users) ? new CommandOutcome.Forbidden(needed)
            : new CommandOutcome.NotFound("deal.not_found");
    }
}
