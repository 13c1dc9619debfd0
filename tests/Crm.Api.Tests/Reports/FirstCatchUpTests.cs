namespace Crm.Api.Tests.Reports;

/// <summary>A version of a report that a build brings answers only once it has read all events of the store.</summary>
public sealed class FirstCatchUpTests
{
    [Fact]
    public async Task A_new_version_is_behind_until_it_has_caught_up_once_and_the_others_answer()
    {
        await using var earlier = await CrmApp.Start();
        (await (await earlier.As()).PostOnce("/deals", new { title = "Раньше", kind = "simple" })).Must(201);
        await earlier.Host.StopAsync(TestContext.Current.CancellationToken);
        // As a build finds its new version: without rows, position and shape. It cannot be written yet.
        await earlier.Execute(
            """
            truncate crm.report_sales_funnel, crm.report_sales_funnel_state;
            delete from crm_events.mt_event_progression where name = 'sales-funnel:All';
            delete from crm.mt_doc_host_secret where id = 'report:sales-funnel';
            create function crm.fail() returns trigger language plpgsql as $$ begin raise exception 'not yet'; end $$;
            create trigger fail before insert on crm.report_sales_funnel_state for each row execute function crm.fail();
            """
        );
        await using var app = await CrmApp.Start(earlier.ConnectionString);
        var api = await app.As();

        var behind = (await api.Send(HttpMethod.Get, "/reports/sales-funnel?kind=simple", null, [])).Must(503);
        (behind.Code, behind.Headers["Retry-After"]).Should().Be(("projection.behind", "1"));
        (await api.Get("/reports/lost-reasons")).Must(200);
        var state = (await api.Get("/projections")).Must(200)["items"]!
            .AsArray()
            .Single(projection => (string?)projection!["name"] == "sales-funnel");
        ((string?)state!["state"]).Should().BeOneOf("behind", "stopped");

        await app.Execute("drop function crm.fail() cascade");
        ((int)(await api.Get("/reports/sales-funnel?kind=simple")).Must(200)["open"]!["count"]!).Should().Be(1);
        (await app.Read("select count(*) from crm.mt_doc_host_secret where id = 'report:sales-funnel'"))
            .Should()
            .Be("1");
    }
}
