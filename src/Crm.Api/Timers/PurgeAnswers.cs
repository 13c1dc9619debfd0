using Npgsql;

namespace Crm.Api.Timers;

/// <summary>Rings every hour: stored answers live 7 days.</summary>
public sealed record PurgeAnswers;

/// <summary>Deletes stored answers that nobody may replay any more.</summary>
public static class PurgeAnswersHandler
{
    public static async Task Handle(PurgeAnswers _, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from crm.mt_doc_idempotent_answer where at < $1");
        command.Parameters.AddWithValue(clock.GetUtcNow() - Keys.Kept);
        await command.ExecuteNonQueryAsync(ct);
    }
}
