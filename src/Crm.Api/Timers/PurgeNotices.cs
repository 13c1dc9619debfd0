using Crm.Projections.ReadModels.Notifications;

namespace Crm.Api.Timers;

/// <summary>Runs every hour and deletes notifications that are older than ninety days.</summary>
public sealed record PurgeNotices : IDurableMessage;

/// <inheritdoc cref="PurgeNotices"/>
public static class PurgeNoticesHandler
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public static Task Handle(PurgeNotices _, StoredNotices notices, TimeProvider clock, CancellationToken ct) =>
        notices.Purge(clock.GetUtcNow() - KeptFor, ct);
}
