using Crm.Domain.Catalog;
using Crm.Domain.Currencies;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Commands;

/// <summary>A command on one deal of a plan, what it reads besides the deal, and its decision.</summary>
public sealed class DealDecision(DealCommand command, DecisionContext context)
{
    private DecisionContext context = context;

    /// <summary>Null: the decision reads no client.</summary>
    public ClientId? ReadsClient =>
        context.Deal.Client is { } client && (command.NamesClient || ReadsDetails) ? client : null;

    /// <summary>The rates that the decision converts with.</summary>
    public IEnumerable<(CurrencyPair Pair, DateOnly Day)> ReadsRates =>
        command.Converts(context).Select(pair => (pair, context.Context.DayOf(context.HappenedAt)));

    /// <summary>The products whose cost the decision reads, and the day.</summary>
    public (ProductId[] Products, DateOnly Day) ReadsCosts =>
        ([.. command.ReadsCosts(context)], context.Context.DayOf(context.HappenedAt));

    /// <summary>Codes of the price lists whose grants the decision judges.</summary>
    public IEnumerable<string> ReadsPriceLists =>
        context.Context.DiscountLimit is null ? [] : command.Judges?.PriceLists ?? [];

    private bool ReadsDetails =>
        ClientStandings.AreRead(
            context.Deal,
            context.Process,
            command is CompleteStageTask complete ? context.Deal.Tasks.GetValueOrDefault(complete.Task) : null
        );

    public void ProvideCosts(IReadOnlyDictionary<ProductId, ProductCost> costs) =>
        context = context with { Costs = costs };

    public void Provide(CommandReferences references) =>
        context = context with
        {
            Rates =
            [
                .. ReadsRates.Select(rated => references.Rates.GetValueOrDefault(rated)).OfType<DayRate>().Distinct(),
            ],
            PriceLists = references.PriceLists,
            Client =
                ReadsClient is { } id && references.Clients.GetValueOrDefault(id) is { } client
                    ? ClientStandings.From(client.Client, id, client.Version)
                    : null,
        };

    public Decision Decide() => command.Decide(context);
}
