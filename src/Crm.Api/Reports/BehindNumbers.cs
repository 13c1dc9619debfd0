using Crm.Api.Deals;
using Crm.Api.Paging;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>Lists the deals behind a number of a report, by id.</summary>
public sealed class BehindNumbers(NpgsqlDataSource database, CursorSeal cursors, DealAnswers answers)
{
    public Task<IResult> List(HttpContext http, DrillDown drillDown) =>
        answers.Page(
            http,
            new PageOf(new DealList(Caller.Of(http).Visibility, drillDown)),
            [DealList.ById],
            database,
            cursors
        );
}
