using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>Deletes the oldest rows of the security log.</summary>
public sealed class DenialPurge(NpgsqlDataSource database)
{
    /// <summary>Rows per statement: a backlog of millions must not exceed the time limit of one.</summary>
    private const int Page = 10_000;

    private const string FirstTooMany = $"select id from {DenialTable.Qualified} order by id desc offset $1 limit 1";

    private const string Delete = $"""
        delete from {DenialTable.Qualified}
        where id in (select id from {DenialTable.Qualified} where id <= $1 order by id limit $2)
        """;

    /// <summary>Deletes what is older than an instant, and the oldest rows beyond <paramref name="most"/>.</summary>
    public async Task Run(DateTimeOffset before, int most, CancellationToken ct)
    {
        await DeleteUntil(FirstIdAt(before), ct);
        await using var command = database.CreateCommand(FirstTooMany);
        command.Parameters.AddWithValue(most);
        if (await command.ExecuteScalarAsync(ct) is Guid last)
            await DeleteUntil(last, ct);
    }

    private async Task DeleteUntil(Guid last, CancellationToken ct)
    {
        int deleted;
        do
        {
            await using var command = database.CreateCommand(Delete);
            command.Parameters.AddWithValue(last);
            command.Parameters.AddWithValue(Page);
            deleted = await command.ExecuteNonQueryAsync(ct);
        } while (deleted == Page);
    }

    /// <summary>Ids start with the time in milliseconds; with zeros after it none of that millisecond is lower.</summary>
    private static Guid FirstIdAt(DateTimeOffset at)
    {
        const int time = 6;
        var bytes = Guid.CreateVersion7(at).ToByteArray(bigEndian: true);
        bytes.AsSpan(time).Clear();
        return new Guid(bytes, bigEndian: true);
    }
}
