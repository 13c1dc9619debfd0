using Crm.Api.Deals;
using Crm.Api.Paging;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>Lists the deals behind a number of a report, by id.</summary>
public sealed class BehindNumbers(NpgsqlDataSource database, CursorSeal cursors, DealAnswers answers)
{
    public async Task<IResult> List(HttpContext http, DrillDown drillDown)
    {
        var (cards, next, total) = await new PageOf(new DealList(Caller.Of(http).Visibility, drillDown)).Read(
            http,
            database,
            cursors,
            [DealList.ById],
            PageOf.Scope(http),
            DealList.Read,
            http.RequestAborted
        );
        return await answers.Page(http, cards, next, total);
    }
}
