using System.Text.Json.Nodes;
using Npgsql;

namespace Crm.Api.Tests.DealKinds;

/// <summary>POST /deal-kinds/{code}/versions/{version}/back-test: the effect that a draft would have had on past deals.</summary>
public sealed class BackTestTests
{
    [Fact]
    public async Task Reports_which_deals_a_draft_would_have_stopped_at_which_stage_and_their_amounts()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var fast = await new SaleOf(api).Contacted("call");
        var slow = await new SaleOf(api).Contacted("meeting");
        var process = (await api.Get("/deal-kinds/standard-sale/versions/1")).Must(200)["process"]!
            .DeepClone()
            .AsObject();
        process["stages"]![0]!["tasks"]![0]!["checks"]![0]!["kinds"] = new JsonArray("meeting");
        (
            await api.Put("/deal-kinds/standard-sale/draft", process, (await api.Get("/deal-kinds/standard-sale")).ETag)
        ).Must(200);
        var before = await Conventions.Stored.Count(app);

        var accepted = (
            await api.Post(
                "/deal-kinds/standard-sale/versions/2/back-test",
                new { from = "2026-11-01", to = "2026-11-30" }
            )
        ).Must(202);
        var result = await Ended(api, accepted);
        ((int)result["deals"]!, (int)result["stopped"]!).Should().Be((2, 1));
        var item = result["items"]!.AsArray().Single()!;
        ((string?)item["dealId"], (string?)item["stage"], (string?)item["task"], (string?)item["unmet"]![0])
            .Should()
            .Be((fast, "first-contact", "record-first-contact", "interaction.missing"));
        ((string?)result["places"]![0]!["amounts"]![0]!["amount"]).Should().Be("300.00");
        slow.Should().NotBe(fast);
        (await Conventions.Stored.Count(app))
            .Split(' ')[0]
            .Should()
            .Be(before.Split(' ')[0], "a back-test writes no event");

        (
            (int)
                (
                    await Ended(
                        api,
                        (await api.Post("/deal-kinds/standard-sale/versions/1/back-test", new { })).Must(202)
                    )
                )["stopped"]!
        )
            .Should()
            .Be(0);
        (
            (int)
                (
                    await Ended(
                        api,
                        (
                            await api.Post("/deal-kinds/standard-sale/versions/2/back-test", new { to = "2026-10-31" })
                        ).Must(202)
                    )
                )["deals"]!
        )
            .Should()
            .Be(0);
        // Deals are listed only for callers who see all of them.
        (
            await api.Post(
                "/roles",
                new
                {
                    code = "designer",
                    title = new { ru = "А", en = "A" },
                    permissions = new[] { "kinds.manage", "deals.read", "reports.read" },
                    scopes = new { deals = "team" },
                }
            )
        ).Must(201);
        var designer = await app.AsUser(
            Guid.Parse((await api.Post("/users", new { name = "Вера", roles = new[] { "designer" } })).Must(201).Id)
        );
        ((string)(await designer.Post("/deal-kinds/standard-sale/versions/2/back-test", new { })).Must(403)["missing"]!)
            .Should()
            .Be("deals.read (deals: all)");
        var followed = (await designer.Get(accepted.Headers["Location"])).Must(200);
        ((string?)followed["state"], followed["backTest"]).Should().Be(("succeeded", null));
        (await api.Post("/deal-kinds/standard-sale/versions/3/back-test", new { }))
            .Must(404)
            .Code.Should()
            .Be("deal_kind.version_not_found");
        (
            await api.Post(
                "/deal-kinds/standard-sale/versions/2/back-test",
                new { from = "2026-02-01", to = "2026-01-01" }
            )
        ).Must(422);
    }

    [Fact]
    public async Task How_far_it_is_can_be_seen_while_it_runs()
    {
        const int Deals = 250; // More than are replayed between two notes of the progress, which is every 200.
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var kind = await api.Published(KindApi.Short());
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Deals),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (_, _) => await api.Opened(kind)
        );
        await using var gate = new NpgsqlConnection(app.ConnectionString);
        await gate.OpenAsync(TestContext.Current.CancellationToken);
        // The note after the first one is blocked until the test has checked.
        await Execute(
            """
            select pg_advisory_lock(4711);
            create function crm.wait_here() returns trigger language plpgsql as
              $$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$;
            create trigger wait_here before update on crm.mt_doc_long_work for each row
              when (new.data->>'state' = 'running' and (old.data->>'progress')::numeric > 0) execute function crm.wait_here();
            """
        );
        var accepted = (await api.Post($"/deal-kinds/{kind}/versions/1/back-test", new { })).Must(202);
        ((string?)accepted["state"], (decimal)accepted["progress"]!).Should().Be(("queued", 0));
        var halfway = await api.Followed(accepted, x => (decimal)x["progress"]! > 0);
        ((string?)halfway["state"], (decimal)halfway["progress"]!, halfway["backTest"])
            .Should()
            .Be(("running", 0.8m, null));
        await Execute("select pg_advisory_unlock(4711)");
        var ended = await api.Ended(accepted);
        ((string?)ended["state"], (decimal)ended["progress"]!, (int)ended["backTest"]!["deals"]!)
            .Should()
            .Be(("succeeded", 1, Deals));

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, gate);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonNode> Ended(Testing.Api api, Answer accepted)
    {
        var ended = await api.Ended(accepted);
        ((string?)ended["state"]).Should().Be("succeeded", ended.Text);
        return ended["backTest"]!;
    }

    private sealed class SaleOf(Testing.Api api)
    {
        public async Task<string> Contacted(string kind)
        {
            var deal = (await api.Post("/deals", new { title = "Сделка", expectedAmount = Sale.Rub("300.00") })).Must(
                201
            );
            (await api.Post($"/deals/{deal.Id}/interactions", new { kind, description = "Разговор" })).Must(201);
            (await api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("record-first-contact")}/complete")).Must(200);
            return deal.Id;
        }
    }
}
