using System.Globalization;
using Crm.Domain.Access;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Notifications;

/// <summary>Counts, marks and purges notices.</summary>
public sealed class StoredNotices(NpgsqlDataSource database)
{
    /// <summary>Where counting ends: a badge shows no more, and a count stays cheap however many there are.</summary>
    public const int MostCounted = 1000;

    /// <summary>The unread notices of a user, at most <see cref="MostCounted"/>.</summary>
    public async Task<int> CountUnread(Guid user, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select count(*)::int from (select from {NoticeTable.Qualified} where user_id = $1 and read_at is null limit "
                + MostCounted.ToString(CultureInfo.InvariantCulture)
                + ") u"
        );
        command.Parameters.AddWithValue(user);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Marks these of a user as read; those of others are left alone.</summary>
    public Task Read(Guid user, Guid[] ids, DateTimeOffset at, CancellationToken ct) =>
        Mark("id = any($3)", user, at, ids, ct);

    /// <summary>Marks one of a user and all that are older as read.</summary>
    public Task ReadUpTo(Guid user, Guid last, DateTimeOffset at, CancellationToken ct) =>
        Mark("id <= $3", user, at, last, ct);

    /// <summary>Removes what is older, whether read or not.</summary>
    public async Task Purge(DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"delete from {NoticeTable.Qualified} where at < $1");
        command.Parameters.AddWithValue(before);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One notice for each of these users, in the transaction of the events.</summary>
    internal static NpgsqlBatchCommand Insert(
        NoticeKind kind,
        DateTimeOffset at,
        IReadOnlyList<(Guid User, Guid Reminder)> told
    ) =>
        new(
            $"insert into {NoticeTable.Qualified} (id, user_id, kind, at, reminder_id) "
                + "select id, user_id, $1, $2, reminder_id from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as n (id, user_id, reminder_id)"
        )
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Text, Value = Notices.NameOf(kind) },
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at },
                new() { Value = told.Select(_ => Guid.CreateVersion7(at)).ToArray() },
                new() { Value = told.Select(one => one.User).ToArray() },
                new() { Value = told.Select(one => one.Reminder).ToArray() },
            },
        };

    /// <summary>What ended reminders told is read.</summary>
    internal static NpgsqlBatchCommand Settle(DateTimeOffset at, Guid[] reminders) =>
        new($"update {NoticeTable.Qualified} set read_at = $1 where reminder_id = any($2) and read_at is null")
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at },
                new() { Value = reminders },
            },
        };

    private async Task Mark(string which, Guid user, DateTimeOffset at, object value, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {NoticeTable.Qualified} set read_at = $2 where user_id = $1 and read_at is null and {which}"
        );
        command.Parameters.AddWithValue(user);
        command.Parameters.AddWithValue(at);
        command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
