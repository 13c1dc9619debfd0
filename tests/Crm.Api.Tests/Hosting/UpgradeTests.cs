using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>A store that an earlier version has written: without columns, roles and kinds of today, its deals in another shape.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task An_older_store_starts_and_its_deals_are_read_and_led_as_ever()
    {
        string path,
            before,
            listed;
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await (await Sale.Open(api)).Contacted();
        (await api.Post($"{sale.Path}/interactions", new { kind = "call", description = "Ещё один звонок" })).Must(201);
        path = sale.Path;
        before = (await api.Get(path)).Must(200).Text;
        var sold = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        var position = (
            "Crm-Min-Position",
            (await api.PostOnce(sold.Path + "/payments", new { amount = Sale.Rub("1.00") }))
                .Must(201)
                .Position.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        var funnel = Counts(await api.Get("/reports/sales-funnel", position));
        (await api.Patch("/settings", new { languages = new[] { "en" } })).Must(200);
        var settings = (await api.Get("/settings")).Must(200).Text;
        var helper = (await api.Post("/users", new { name = "Помощник", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await api.Post(sold.Path + "/participants", new { userIds = new[] { helper } })).Must(200);
        listed = (await api.Get("/deals")).Must(200).Text;
        await app.Host.StopAsync(TestContext.Current.CancellationToken);

        await using (var connection = new NpgsqlConnection(app.ConnectionString))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                """
                alter table crm.mt_doc_deal drop column participant_ids cascade;
                drop table crm.participant; drop table crm.deal_word; alter table crm.mt_doc_deal add column words text;
                create index deal_words on crm.mt_doc_deal using gin (to_tsvector('simple'::regconfig, (words)::text));
                update crm.mt_doc_deal set data = jsonb_set(data #- '{state,evidences}', '{state,unused}', '[]'),
                  card = '{"id":"an older shape","version":1}';
                update crm.mt_doc_user set data = data #- '{state,roles}';
                delete from crm.mt_doc_host_secret where id = 'deal-model' or id like 'report:%';
                delete from crm.report_sales_funnel;
                update crm.mt_doc_settings set data = jsonb_set(data #- '{state,numbers,6}', '{state,numbers,1}',
                  '{"of":"proposals","prefix":"P","digits":1}');
                delete from crm.mt_doc_deal_kind; delete from crm_events.mt_events where type like 'deal_kind%';
                delete from crm_events.mt_streams where type = 'deal_kind_document';
                """,
                connection
            );
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var later = await CrmApp.Start(app.ConnectionString);
        api = await later.As();
        var after = (await api.Get(path)).Must(200).Text;
        var differs = after.Zip(before).TakeWhile(x => x.First == x.Second).Count();
        after[Math.Max(0, differs - 60)..].Should().Be(before[Math.Max(0, differs - 60)..]);
        (await api.Get("/deals")).Must(200).Text.Should().Be(listed);
        (await api.Get("/deals?q=" + (string)(await api.Get(path))["number"]!)).Must(200)["items"]!
            .AsArray()
            .Should()
            .ContainSingle("its words are found where they are kept today");
        (await api.Get("/users")).Must(200);
        await using var kept = new NpgsqlConnection(app.ConnectionString);
        await kept.OpenAsync(TestContext.Current.CancellationToken);
        await using var participants = new NpgsqlCommand("select user_id from crm.participant", kept);
        (await participants.ExecuteScalarAsync(TestContext.Current.CancellationToken))
            .Should()
            .Be(Guid.Parse(helper), "who takes part is known from before it was kept apart");
        Counts(await api.Get("/reports/sales-funnel"))
            .Should()
            .Be(funnel, "a report with another shape is rebuilt before the host is ready");
        (await api.Get("/settings")).Must(200).Text.Should().Be(settings, "unset values have today's defaults");
        (await api.Post(path + "/comments", new { text = "Дальше" })).Must(201);
    }

    private static string Counts(Answer funnel) =>
        string.Join(' ', funnel.Must(200)["stages"]!.AsArray().Select(stage => $"{stage!["code"]}:{stage["count"]}"));
}
