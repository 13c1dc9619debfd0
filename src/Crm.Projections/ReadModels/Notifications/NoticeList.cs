using Crm.Domain.Access;
using Npgsql;

namespace Crm.Projections.ReadModels.Notifications;

/// <summary>A notice with what it is about, as it stands now.</summary>
/// <param name="Text">Text of the reminder; null after it was erased.</param>
public sealed record NoticeRow(
    Guid Id,
    NoticeKind Kind,
    DateTimeOffset At,
    DateTimeOffset? ReadAt,
    Guid? ReminderId,
    string? Text,
    Guid? DealId,
    Guid? ClientId
);

/// <summary>The notices of a user, in one query with what they are about.</summary>
public sealed class NoticeList : ListQuery
{
    /// <param name="user">Null: the caller is no user and is told nothing.</param>
    public NoticeList(UserId? user)
        : base(
            $"{NoticeTable.Qualified} d left join {StoreTables.Reminders} r on r.id = d.reminder_id",
            "d.id, d.kind, d.at, d.read_at, d.reminder_id, r.data->'state'->'text'->>'text', r.deal_id, r.client_id",
            "d.id"
        ) => Where($"d.user_id = {Parameter(user?.Value ?? Guid.Empty)}");

    public static SortColumn NewestFirst { get; } = new("id", "d.id", "uuid", true);

    public void IsUnread() => Where("d.read_at is null");

    public static NoticeRow Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            Notices.Find(row.GetString(1))!.Value,
            row.GetFieldValue<DateTimeOffset>(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            IdOrNull(row, 4),
            row.IsDBNull(5) ? null : row.GetString(5),
            IdOrNull(row, 6),
            IdOrNull(row, 7)
        );

    private static Guid? IdOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetGuid(column);
}
