using System.Runtime.CompilerServices;
using Npgsql;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>An assignment with a due date that has passed.</summary>
public sealed record OverdueAssignment(Guid Assignment, DateTimeOffset DueAt);

/// <summary>Assignments whose next due date has passed, page by page in the order of the date.</summary>
public sealed class OverdueAssignments(NpgsqlDataSource database)
{
    private const int Page = 500;
    private static readonly OverdueAssignment Start = new(Guid.Empty, DateTimeOffset.MinValue);

    public async IAsyncEnumerable<OverdueAssignment> Until(
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var page = await Read(now, Start, ct);
        while (page.Count > 0)
        {
            foreach (var due in page)
                yield return due;
            page = page.Count < Page ? [] : await Read(now, page[^1], ct);
        }
    }

    private async Task<List<OverdueAssignment>> Read(DateTimeOffset now, OverdueAssignment after, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id, next_due_at from {TaskTable.Qualified} where next_due_at <= $1 and (next_due_at, id) > ($2, $3) "
                + $"order by next_due_at, id limit {Page}"
        );
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(after.DueAt);
        command.Parameters.AddWithValue(after.Assignment);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<OverdueAssignment> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
        return found;
    }
}
