using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>What a report is narrowed by, as its parameters say it: the same for the report and for the deals behind its numbers.</summary>
public sealed class ReportFilters(Names names, AccessRegistry access, NpgsqlDataSource database)
{
    public static readonly Param[] Parameters =
    [
        new("managerId", "uuid", "Numbers of this manager at their time."),
        new(
            "teamId",
            "uuid",
            "Numbers of managers who at their time were in this team or in one that is below it "
                + "now. At their time: of a delivery, of a loss, and in the funnel at its instant."
        ),
        new("clientId", "uuid", "Numbers of this client."),
        new("sourceId", "string", "Id or code of a source."),
    ];

    public async ValueTask<ReportFilter> Of(HttpContext http, string? kind)
    {
        var (ct, source) = (http.RequestAborted, Query.Text(http, "sourceId"));
        if (source is not null && Guid.TryParse(source, out var id))
            source = (await names.Source(id, ct))?.Code ?? source;
        return new ReportFilter(
            Caller.Of(http).Visibility,
            kind,
            Query.Id(http, "managerId"),
            Query.Id(http, "clientId"),
            source
        )
        {
            Team = await Team(http, ct),
        };
    }

    /// <summary>The tree as it stands; who was where, as it was.</summary>
    private async ValueTask<TeamSpans?> Team(HttpContext http, CancellationToken ct)
    {
        if (Query.Id(http, "teamId") is not { } id)
            return null;
        var (team, staff) = (new TeamId(id), await access.Staff(ct));
        // Another host may have formed it a moment ago.
        if (!staff.Teams.ContainsKey(team))
            staff = await access.Fresh(ct);
        return staff.Teams.ContainsKey(team)
            ? await TeamSpans.Read(database, staff.Below(team), ct)
            : throw Query.Invalid("teamId", "the id of a team");
    }
}
