using Crm.Api.Deals;
using Crm.Projections.Deals;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Reports;

/// <summary>Lists the deals behind a number of a report, by id.</summary>
public sealed class BehindNumbers(NpgsqlDataSource database, CursorSeal cursors, DealAnswers answers)
{
    public async Task<IResult> List(HttpContext http, DrillDown drillDown)
    {
        var page = DealPage.Of(http, [.. drillDown.Parameters]);
        page.Where(drillDown.Sql);
        var (cards, next, total) = await page.Read(
            http,
            database,
            cursors,
            [new("id", "d.id", "uuid", false)],
            PageOf.Scope(http),
            DealPage.Read,
            http.RequestAborted
        );
        return await answers.Page(http, cards, next, total);
    }
}
