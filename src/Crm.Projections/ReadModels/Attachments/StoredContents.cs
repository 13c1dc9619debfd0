using System.Buffers;
using System.Data;
using Npgsql;

namespace Crm.Projections.ReadModels.Attachments;

/// <summary>Reads the contents of files.</summary>
public sealed class StoredContents(NpgsqlDataSource database)
{
    /// <summary>Bytes of a file in memory at once; larger arrays would go to the large object heap.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>The size in bytes.</summary>
    /// <param name="hash">Hash from an event; its content is guaranteed to be stored.</param>
    public async Task<int> Size(string hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select octet_length(content) from {ContentTable.Qualified} where hash = $1"
        );
        command.Parameters.AddWithValue(hash);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Copies a content piece by piece. A slow reader holds one piece and no connection, because contents never change
    /// and each piece is a query of its own.
    /// </summary>
    public async Task CopyTo(string hash, int size, Stream target, CancellationToken ct)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (var at = 0; at < size; at += Piece)
            {
                var read = await Read(hash, at, piece.AsMemory(0, Math.Min(Piece, size - at)), ct);
                await target.WriteAsync(piece.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>A whole content, for small files and for what needs all bytes at once.</summary>
    public async Task<byte[]> Read(string hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select content from {ContentTable.Qualified} where hash = $1"
        );
        command.Parameters.AddWithValue(hash);
        return (byte[])(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<int> Read(string hash, int at, Memory<byte> piece, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select substring(content from $2 for $3) from {ContentTable.Qualified} where hash = $1"
        );
        command.Parameters.AddWithValue(hash);
        command.Parameters.AddWithValue(at + 1);
        command.Parameters.AddWithValue(piece.Length);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        if (!await reader.ReadAsync(ct))
            throw new InvalidOperationException("a content is not stored");
        await using var content = await reader.GetStreamAsync(0, ct);
        return await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: true, ct);
    }
}
