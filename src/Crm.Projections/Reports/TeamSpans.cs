using System.Globalization;
using Crm.Domain.Access;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>
/// Membership of certain teams over time: a number belongs to the team of its manager at that time (docs/domain.md,
/// Reports). Built from the events that assigned users to teams, so that a change today moves no number of the past.
/// Equal when it has the same content.
/// </summary>
public sealed class TeamSpans : IEquatable<TeamSpans>
{
    private static readonly string Placed = EventCatalogue.Of(typeof(UserPlaced)).Name;
    private static readonly DateTimeOffset Open = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly (Guid User, DateTimeOffset Since, DateTimeOffset Until)[] spans;
    private readonly string key;

    private TeamSpans(IEnumerable<(Guid User, DateTimeOffset Since, DateTimeOffset Until)> found)
    {
        spans = [.. found];
        key = string.Join(
            ';',
            spans.Select(x =>
                string.Create(CultureInfo.InvariantCulture, $"{x.User}|{x.Since.UtcTicks}|{x.Until.UtcTicks}")
            )
        );
    }

    /// <summary>Reads the streams of the users only, not all events.</summary>
    public static async Task<TeamSpans> Read(NpgsqlDataSource database, IEnumerable<TeamId> teams, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select s.{StoreColumns.Stream}, s.since, s.until from (select e.{StoreColumns.Stream}, e.version, "
                + "(e.data->>'team')::uuid as team, (e.data->>'happenedAt')::timestamptz as since, "
                + "lead((e.data->>'happenedAt')::timestamptz, 1, $3) "
                + $"over (partition by e.{StoreColumns.Stream} order by e.version) as until "
                + $"from {StoreTables.Users} u join {StoreTables.Events} e on e.{StoreColumns.Stream} = u.id where e.type = $2) s "
                + $"where s.team = any($1) order by s.{StoreColumns.Stream}, s.version"
        );
        command.Parameters.AddWithValue(teams.Select(x => x.Value).ToArray());
        command.Parameters.AddWithValue(Placed);
        command.Parameters.AddWithValue(Open);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid, DateTimeOffset, DateTimeOffset)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(
                (reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2))
            );
        return new TeamSpans(found);
    }

    /// <param name="manager">SQL of the manager of a row.</param>
    /// <param name="at">SQL of the instant at which the manager's team counts.</param>
    /// <param name="parameter">Adds a parameter and returns its placeholder.</param>
    public string Sql(string manager, string at, Func<object, string> parameter) =>
        $"exists (select from unnest({parameter(spans.Select(x => x.User).ToArray())}, "
        + $"{parameter(spans.Select(x => x.Since).ToArray())}, {parameter(spans.Select(x => x.Until).ToArray())}) as "
        + "t(manager, since, until) "
        + $"where t.manager = {manager} and t.since <= {at} and {at} < t.until)";

    public bool Equals(TeamSpans? other) => key == other?.key;

    public override bool Equals(object? obj) => Equals(obj as TeamSpans);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(key);
}
