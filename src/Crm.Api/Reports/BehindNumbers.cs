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
        var page = new PageOf("crm.mt_doc_deal d", "d.card");
        foreach (var parameter in drillDown.Parameters) page.Parameter(parameter);
        page.Where(drillDown.Sql);
        var (cards, next, total) = await page.Read(http, database, cursors, [new("id", "d.id", "uuid", false)], PageOf.Scope(http), x => DealCard.Read(x.GetString(0)), http.RequestAborted);
        return Pages.Of(http, new Listed<DealAnswer>(await answers.Of(http, cards, http.RequestAborted), next) { Total = total });
    }
}
