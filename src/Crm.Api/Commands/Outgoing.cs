using Marten;
using Wolverine;
using Wolverine.Marten;

namespace Crm.Api.Commands;

/// <summary>Durable messages that leave with a commit: written in its transaction, so that neither stands without the other.</summary>
public sealed class Outgoing(IServiceProvider services)
{
    /// <param name="later">Delivered after this time, by the machine's clock.</param>
    public async ValueTask Send(IDocumentSession session, object message, TimeSpan? later = null)
    {
        await using var scope = services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMartenOutbox>();
        outbox.Enroll(session);
        await outbox.PublishAsync(message, later is { } delay ? new DeliveryOptions { ScheduleDelay = delay } : null);
    }
}
