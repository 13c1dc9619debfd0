using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;

namespace Crm.Domain.Deals;

/// <summary>A command on one deal: a pure decision over its situation.</summary>
public abstract record DealCommand
{
    /// <summary>What the command comes to: events with their business time, or a refusal that explains itself.</summary>
    public Decision Decide(DecisionContext at)
    {
        if (Clocks.Permit(at.Context) is { } forbidden)
            return forbidden;
        if (!at.Deal.IsOpen && !OnClosedDeals && !IsAlreadySatisfied(at))
            return Closed(at);
        var decision = DecideCore(at);
        ImmutableArray<DomainEvent> events = [.. decision.Events.Select(domainEvent => Timed(at, domainEvent))];
        return decision with
        {
            Events = decision.Refused is null && BringsEvidence ? AutomaticTasks.Follow(at, events) : events,
        };
    }

    /// <summary>What it makes names the client: he is looked at in the command's own transaction, and held to it.</summary>
    public virtual bool NamesClient => false;

    /// <summary>
    /// The currencies that its decision converts between, at the rate of the day of its business time; null: between none.
    /// </summary>
    public virtual Currencies.CurrencyPair? Converts(DecisionContext at) => null;

    /// <summary>The command's own rules. Events need no business time: they get it here, in one place.</summary>
    protected abstract Decision DecideCore(DecisionContext at);

    /// <summary>Comments, attachments, interactions, a change of manager and reopening are accepted by closed deals too.</summary>
    protected virtual bool OnClosedDeals => false;

    /// <summary>True when a closed deal already is what the command asks for: repeating is no refusal.</summary>
    protected virtual bool IsAlreadySatisfied(DecisionContext at) => false;

    /// <summary>Automatic tasks complete when evidence arrives. Who moves a deal by hand wants it to stay where he put it.</summary>
    protected virtual bool BringsEvidence => true;

    /// <summary>
    /// Events of the process follow the last lifecycle event; the command's own events stand at the command's time; a timer's
    /// marks bring their own date.
    /// </summary>
    private static DomainEvent Timed(DecisionContext at, DomainEvent domainEvent) =>
        domainEvent.HappenedAt != default
            ? domainEvent
            : domainEvent with
            {
                HappenedAt = domainEvent.Cause is not null ? Clocks.Following(at) : at.HappenedAt,
            };

    private static Rejection Closed(DecisionContext at) =>
        Rejection.Conflict(
            "deal.closed",
            new Blocker(
                "deal.closed",
                at.DealRef,
                "open",
                at.Deal.Status == DealStatus.Won ? "won" : "lost",
                new Fix.ReopenDeal(at.Deal.Id)
            )
        );
}

/// <summary>Rules that several commands share.</summary>
internal static class Rule
{
    /// <summary>Another currency than that of the deal's documents, or than the amounts that stay beside it.</summary>
    public static Rejection? SameCurrency(DecisionContext at, Currency wanted, Currency? beside = null) =>
        (at.Deal.BindingCurrency ?? beside) is { } bound && bound != wanted
            ? Rejection.Conflict("currency.differs").With("expected", bound.Code).With("actual", wanted.Code)
            : null;

    public static Rejection? Positive(Money money, string pointer) =>
        money.Amount <= 0 ? Rejection.Invalid(pointer, "amount.not_positive", "> 0")
        : !money.IsWhole
            ? Rejection.Invalid(pointer, "amount.too_precise", $"at most {money.Currency.Decimals} decimals")
        : null;

    /// <summary>The date of a document that happened may not lie in the future.</summary>
    public static Rejection? NotFuture(DecisionContext at, DateOnly? date, string pointer) =>
        date > at.Context.Today
            ? Rejection.Invalid(
                pointer,
                "date.future",
                at.Context.Today.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            )
            : null;
}
