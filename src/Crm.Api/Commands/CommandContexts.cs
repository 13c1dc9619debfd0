using Crm.Domain.Deals;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Api.Commands;

/// <summary>Makes the context of a command: the only place where the clock and new ids enter.</summary>
public sealed class CommandContexts(TimeProvider clock, Company company, Kinds kinds)
{
    public CompanyCommandContext Create(Caller caller, DateTimeOffset? happenedAt = null) =>
        new(clock.GetUtcNow(), happenedAt, caller.User, caller.Grants.Rights, company.TimeZone, Guid.CreateVersion7)
        {
            Numbers = company.Settings.Numbers,
            Calendar = company.Settings.Calendar,
            WriteOffLimit = company.Settings.WriteOffLimitIn(company.BaseCurrency),
        };

    public CompanyCommandContext Create(CommandRequest request) => Create(request.Caller, request.HappenedAt);

    /// <summary>With the rights that the caller has on this deal: a head of one team is a mere manager elsewhere.</summary>
    public CompanyCommandContext Create(CommandRequest request, Deal deal)
    {
        var grants = request.Caller.Grants;
        return Create(request) with
        {
            Rights = grants.RightsOn(deal.Manager, deal.Participants),
            DiscountLimit = grants.DiscountLimitOn(deal.Manager),
        };
    }

    /// <summary>The process that a deal is pinned to; loading the deal has made it known.</summary>
    public DealProcess Process(Deal deal) =>
        kinds.Book.Process(deal.Kind.Code, deal.Kind.Version)
        ?? throw new InvalidOperationException($"{deal.Kind.Code} has no version {deal.Kind.Version}");
}
