using Npgsql;

namespace Crm.Projections.ReadModels.Attachments;

/// <summary>Reads the contents of files.</summary>
public sealed class StoredContents(NpgsqlDataSource database)
{
    /// <param name="hash">Hash from an event; its content is guaranteed to be stored.</param>
    public async Task<byte[]> Read(string hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select content from {ContentTable.Qualified} where hash = $1"
        );
        command.Parameters.AddWithValue(hash);
        return (byte[])(await command.ExecuteScalarAsync(ct))!;
    }
}
