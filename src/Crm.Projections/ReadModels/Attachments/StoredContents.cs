using Npgsql;

namespace Crm.Projections.ReadModels.Attachments;

/// <summary>Reads the contents of files.</summary>
public sealed class StoredContents(NpgsqlDataSource database)
{
    /// <param name="hash">Of a content that an event names, and that is therefore stored.</param>
    public async Task<byte[]> Read(string hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select content from {ContentTable.Qualified} where hash = $1"
        );
        command.Parameters.AddWithValue(hash);
        return (byte[])(await command.ExecuteScalarAsync(ct))!;
    }
}
