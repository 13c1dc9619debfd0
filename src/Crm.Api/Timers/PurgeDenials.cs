using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Timers;

/// <summary>
/// Runs every minute and deletes rows of the security log that are too old or too many: more often than a flood can add
/// many.
/// </summary>
public sealed record PurgeDenials : IDurableMessage;

/// <inheritdoc cref="PurgeDenials"/>
public static class PurgeDenialsHandler
{
    public static Task Handle(
        PurgeDenials _,
        DenialPurge purge,
        DenialSettings settings,
        TimeProvider clock,
        CancellationToken ct
    ) => purge.Run(clock.GetUtcNow().AddDays(-settings.Days), settings.MaxRows, ct);
}
