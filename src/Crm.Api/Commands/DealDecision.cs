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

    /// <summary>Null: the decision converts nothing.</summary>
    public (CurrencyPair Pair, DateOnly Day)? ReadsRate =>
        command.Converts(context) is { } pair ? (pair, context.Context.DayOf(context.HappenedAt)) : null;

    private bool ReadsDetails =>
        ClientStandings.AreRead(
            context.Deal,
            context.Process,
            command is CompleteStageTask complete ? context.Deal.Tasks.GetValueOrDefault(complete.Task) : null
        );

    public void Provide(CommandReferences references) =>
        context = context with
        {
            Rate = ReadsRate is { } rated ? references.Rates.GetValueOrDefault(rated) : null,
            Client =
                ReadsClient is { } id && references.Clients.GetValueOrDefault(id) is { } client
                    ? ClientStandings.From(client.Client, id, client.Version)
                    : null,
        };

    public Decision Decide() => command.Decide(context);
}
