using Npgsql;

namespace Crm.Api.Tests.Reports;

/// <summary>Reports whose connection breaks in the middle of a page go on by themselves. A host of the class's own.</summary>
public sealed class StoppedReportTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Reports_go_on_after_their_connections_are_broken_again_and_again()
    {
        for (var round = 0; round < 12; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostOnce("/deals", new { title = "Обрыв" })));
            await app.Execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                    + "where datname = current_database() and application_name = 'crm-daemon'"
            );
        }

        var opened = (await api.PostOnce("/deals", new { title = "После обрывов" })).Must(201);
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", opened.Headers["Crm-Position"]))).Must(200);
        (await api.Get("/reports/gross-profit", ("Crm-Min-Position", opened.Headers["Crm-Position"]))).Must(200);
        (await api.Get("/reports/lost-reasons", ("Crm-Min-Position", opened.Headers["Crm-Position"]))).Must(200);
    }

    [Theory]
    [InlineData("perform pg_terminate_backend(pg_backend_pid())", 3)]
    [InlineData("raise exception 'disk full' using errcode = '53100'", 4)]
    public async Task A_report_whose_pages_fail_goes_on_once_they_succeed(string fault, int times)
    {
        await app.Execute(
            $"""
            create sequence crm.failing_pages;
            create function crm.fail() returns trigger language plpgsql as $$
            begin
                if nextval('crm.failing_pages') <= {times} then
                    {fault};
                end if;
                return new;
            end $$;
            create trigger failing before insert or update on crm.report_sales_funnel_state for each row execute function crm.fail();
            """
        );
        var opened = (await api.PostOnce("/deals", new { title = "Страница не записана" })).Must(201);
        var answer = await api.Get("/reports/sales-funnel", ("Crm-Min-Position", opened.Headers["Crm-Position"]));
        await app.Execute("drop function crm.fail() cascade; drop sequence crm.failing_pages");
        answer.Must(200);
    }
}
