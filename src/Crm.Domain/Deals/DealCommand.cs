using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;

namespace Crm.Domain.Deals;

/// <summary>A command on one deal: a pure decision over its decision context.</summary>
public abstract record DealCommand
{
    /// <summary>The result of the command: events with their business time, or an explained refusal.</summary>
    public Decision Decide(DecisionContext at)
    {
        if (Clocks.Permit(at.Context, MovesMoneyOrGoods ? Rights.BackdateMoney : Rights.Backdate) is { } forbidden)
            return forbidden;
        if (!at.Deal.IsOpen && !OnClosedDeals && !IsAlreadySatisfied(at))
            return Closed(at);
        var decision = DecideCore(at);
        if (decision.Refused is null && ClosedBooks.Refuse(at, decision.Events) is { } late)
            return late;
        var events = InvoiceStates.Follow(at, [.. decision.Events.Select(domainEvent => Timed(at, domainEvent))]);
        return decision with
        {
            Events = decision.Refused is null && BringsEvidence ? AutomaticTasks.Follow(at, events) : events,
        };
    }

    /// <summary>
    /// Its document names the client: the client is read and locked in the transaction of the command.
    /// </summary>
    public virtual bool NamesClient => false;

    /// <summary>Its events are about money or goods, and those who keep the books may back-date them.</summary>
    protected virtual bool MovesMoneyOrGoods => false;

    /// <summary>The prices that the decision judges (<see cref="PriceRule"/>); null: none.</summary>
    public virtual AgreedPrices? Judges => null;

    /// <summary>
    /// Currencies that the decision converts between, at the rates of the day of the business time.
    /// </summary>
    public virtual IEnumerable<Currencies.CurrencyPair> Converts(DecisionContext at) => PriceRule.Converts(at, Judges);

    /// <summary>The rules of the concrete command. Events need no business time: the caller sets it.</summary>
    protected abstract Decision DecideCore(DecisionContext at);

    /// <summary>
    /// Whether a closed deal accepts the command, as it does comments, attachments, interactions, a new manager and
    /// reopening.
    /// </summary>
    protected virtual bool OnClosedDeals => false;

    /// <summary>
    /// True when a closed deal is already in the requested state: repeating the command is not refused.
    /// </summary>
    protected virtual bool IsAlreadySatisfied(DecisionContext at) => false;

    /// <summary>
    /// Whether the events may complete automatic tasks. False for moves by hand: the deal must stay where the user put
    /// it.
    /// </summary>
    protected virtual bool BringsEvidence => true;

    /// <summary>
    /// Events caused by the process follow the last lifecycle event; the command's own events have the command's time;
    /// events of timers have their own date already.
    /// </summary>
    private static DomainEvent Timed(DecisionContext at, DomainEvent domainEvent) =>
        domainEvent.HappenedAt != default
            ? domainEvent
            : domainEvent with
            {
                HappenedAt = domainEvent.Cause is { IsImport: false } ? Clocks.Following(at) : at.HappenedAt,
            };

    private static Rejection Closed(DecisionContext at) =>
        Rejection.Conflict(
            "deal.closed",
            new Blocker("deal.closed", at.DealRef, "open", Phrase.Word(at.Deal.Status), new Fix.ReopenDeal(at.Deal.Id))
        );
}

/// <summary>Rules that several commands share.</summary>
internal static class Rule
{
    /// <summary>Refuses a currency other than that of the deal's documents, or of the amounts that remain.</summary>
    public static Rejection? SameCurrency(DecisionContext at, Currency wanted, Currency? beside = null) =>
        (at.Deal.BindingCurrency ?? beside) is { } bound && bound != wanted
            ? Rejection.Conflict("currency.differs").With("expected", bound.Code).With("actual", wanted.Code)
            : null;

    public static Rejection? Positive(Money money, string pointer) =>
        money.Amount <= 0 ? Rejection.Invalid(pointer, "amount.not_positive", "> 0")
        : !money.IsWhole
            ? Rejection.Invalid(pointer, "amount.too_precise", $"at most {money.Currency.Decimals} decimals")
        : null;

    /// <summary>Refuses a future date of something that has happened.</summary>
    public static Rejection? NotFuture(DecisionContext at, DateOnly? date, string pointer) =>
        date > at.Context.Today ? Rejection.Invalid(pointer, "date.future", $"not after {at.Context.Today}") : null;
}
