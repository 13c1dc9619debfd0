using Crm.Projections.ReadModels.Attachments;
using Npgsql;

namespace Crm.Projections.ReadModels.Printing;

/// <summary>A stored print of an issued document.</summary>
/// <param name="Hash">SHA-256 over the bytes, lower-case hex; they are stored under it.</param>
public sealed record StoredPrint(string Name, string Hash);

/// <summary>Reads and writes the prints of issued documents.</summary>
public sealed class PrintedFiles(NpgsqlDataSource database)
{
    public async Task<StoredPrint?> Find(Guid document, string language, string mediaType, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select name, hash from {PrintedFileTable.Qualified} "
                + "where document = $1 and language = $2 and media_type = $3"
        );
        foreach (var value in (object[])[document, language, mediaType])
            command.Parameters.AddWithValue(value);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new StoredPrint(row.GetString(0), row.GetString(1)) : null;
    }

    /// <summary>
    /// Stores a print unless there is one already. Of concurrent prints one is stored; the others wait for its row. A
    /// single statement is its own transaction.
    /// </summary>
    public async Task Add(
        (Guid Document, string Language, string MediaType) key,
        StoredPrint print,
        byte[] bytes,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"with content as (insert into {ContentTable.Qualified} (hash, content) values ($1, $2) "
                + $"on conflict (hash) do nothing) insert into {PrintedFileTable.Qualified} "
                + "(document, language, media_type, name, hash) values ($3, $4, $5, $6, $1) on conflict do nothing"
        );
        foreach (var value in (object[])[print.Hash, bytes, key.Document, key.Language, key.MediaType, print.Name])
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
