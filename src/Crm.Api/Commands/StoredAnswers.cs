using Npgsql;

namespace Crm.Api.Commands;

/// <summary>Whether a request was answered before: asked where it would be refused otherwise, and its body need not be read for that.</summary>
public sealed class StoredAnswers(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>An answer is kept under its Idempotency-Key. Whether the body is the same, the command's own path finds out.</summary>
    public async ValueTask<bool> Have(HttpContext http)
    {
        if (Keys.IdOf(http) is not { } id)
            return false;
        await using var command = database.CreateCommand(
            "select exists (select from crm.mt_doc_idempotent_answer where id = $1 and at >= $2)"
        );
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(clock.GetUtcNow() - Keys.Kept);
        return (bool)(await command.ExecuteScalarAsync(http.RequestAborted))!;
    }
}
