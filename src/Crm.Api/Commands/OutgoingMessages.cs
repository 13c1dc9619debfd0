using Marten;
using Wolverine;
using Wolverine.Marten;

namespace Crm.Api.Commands;

/// <summary>A message for the durable queue: ids, codes, dates and attempt numbers, never names, texts, addresses or amounts.</summary>
public interface IDurableMessage;

/// <summary>A message that is sent with a commit.</summary>
/// <param name="Delay">Delay of the delivery by the machine's clock; null: at once.</param>
public sealed record OutgoingMessage(IDurableMessage Message, TimeSpan? Delay = null);

/// <summary>
/// The messages that an event of a stream causes. A feature registers a rule together with the handler of its messages.
/// </summary>
public interface IMessageRule
{
    IEnumerable<OutgoingMessage> From(Guid stream, DomainEvent domainEvent, DateTimeOffset now);
}

/// <summary>Durable messages, written in the transaction of the events: either both are committed or neither.</summary>
public sealed class OutgoingMessages(IEnumerable<IMessageRule> rules, IServiceProvider services)
{
    private readonly IMessageRule[] rules = [.. rules];

    public IReadOnlyList<OutgoingMessage> From(IReadOnlyList<StreamDecision> decisions, DateTimeOffset now) =>
        [
            .. from decision in decisions
            from one in decision.Events
            from rule in rules
            from message in rule.From(decision.Stream.Id, one, now)
            select message,
        ];

    /// <summary>Writes a message in the session's transaction.</summary>
    public async ValueTask Enlist(IDocumentSession session, OutgoingMessage message)
    {
        await using var scope = services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMartenOutbox>();
        outbox.Enroll(session);
        await outbox.PublishAsync(
            message.Message,
            message.Delay is { } delay ? new DeliveryOptions { ScheduleDelay = delay } : null
        );
    }
}
