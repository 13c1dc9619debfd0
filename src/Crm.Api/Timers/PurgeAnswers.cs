using Crm.Projections.Idempotency;
using Npgsql;

namespace Crm.Api.Timers;

/// <summary>Runs every hour and deletes stored answers that are older than seven days.</summary>
public sealed record PurgeAnswers : IDurableMessage;

/// <inheritdoc cref="PurgeAnswers"/>
public static class PurgeAnswersHandler
{
    public static Task Handle(PurgeAnswers _, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct) =>
        EarlierRequest.Purge(database, clock.GetUtcNow() - IdempotencyKey.KeptFor, ct);
}
