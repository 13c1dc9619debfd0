using Crm.Domain.Deals;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Api.Commands;

/// <summary>Creates the context of a command: the only place where the clock and new ids enter a decision.</summary>
public sealed class CommandContexts(TimeProvider clock, Company company, Kinds kinds)
{
    public CompanyCommandContext Create(Caller caller, DateTimeOffset? happenedAt = null) =>
        new(clock.GetUtcNow(), happenedAt, caller.User, caller.Grants.Rights, company.TimeZone, Guid.CreateVersion7)
        {
            Numbers = company.Settings.Numbers,
            Calendar = company.Settings.Calendar,
            Prices = company.Settings.Prices,
            BalancedNeedsShipment = company.Settings.BalancedNeedsShipment,
            Seller = new(company.Settings, company.BaseCurrency),
            WriteOffLimit = company.Settings.WriteOffLimitIn(company.BaseCurrency),
        };

    public CompanyCommandContext Create(CommandRequest request)
    {
        var context = Create(request.Caller, request.HappenedAt);
        return request.RecordedAt is { } at ? context with { Now = at } : context;
    }

    /// <summary>Includes the closed books, as read under their lock.</summary>
    public CompanyCommandContext Create(CommandRequest request, LockedStreams loaded) =>
        Create(request) with
        {
            BooksClosedUntil = loaded.Books.ClosedUntil,
        };

    /// <summary>
    /// Includes the caller's rights on this deal, too: the head of one team may be a plain manager in another.
    /// </summary>
    public CompanyCommandContext Create(CommandRequest request, LockedStreams loaded, Deal deal)
    {
        var grants = request.Caller.Grants;
        return Create(request, loaded) with
        {
            Rights = grants.RightsOn(deal.Users),
            Roles = grants.RolesOn(deal.Users),
            DiscountLimit = grants.DiscountLimitOn(deal.Users),
        };
    }

    /// <summary>The process that a deal is pinned to; it was cached when the deal was loaded.</summary>
    public DealProcess Process(Deal deal) =>
        kinds.Registry.Process(deal.Kind.Code, deal.Kind.Version)
        ?? throw new InvalidOperationException($"{deal.Kind.Code} has no version {deal.Kind.Version}");
}
