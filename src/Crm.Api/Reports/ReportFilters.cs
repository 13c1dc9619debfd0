using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>What a report is narrowed by, as its parameters say it: the same for the report and for the deals behind its numbers.</summary>
public sealed class ReportFilters(Names names, AccessRegistry access, NpgsqlDataSource database)
{
    public static readonly Param[] Parameters =
    [
        new("managerId", "uuid", "Only deals that this user managed at the time of the counted event."),
        new(
            "teamId",
            "uuid",
            "Only deals whose manager at that time belonged to this team, or to a team that is below it now. "
                + "The time is that of the delivery, of the loss, or the instant of the funnel."
        ),
        new("clientId", "uuid", "Only deals of this client."),
        new("source", "string", "Only deals from this lead source, by its code."),
    ];

    public async ValueTask<ReportFilter> Of(HttpContext http, string? kind)
    {
        var (ct, source) = (http.RequestAborted, Query.Code(http, "source"));
        if (source is not null)
            source =
                (
                    Guid.TryParse(source, out var id) ? await names.Source(id, ct) : await names.SourceTyped(source, ct)
                )?.Code
                ?? source;
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
