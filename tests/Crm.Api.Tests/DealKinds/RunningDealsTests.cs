using System.Text.Json.Nodes;

namespace Crm.Api.Tests.DealKinds;

/// <summary>Publishing a kind while deals run changes no running deal and no past report.</summary>
[Collection(HostCollection.Name)]
public sealed class RunningDealsTests(TestHost host)
{
    [Fact]
    public async Task Publishing_renaming_reordering_flipping_the_gate_and_retiring_change_no_running_deal_and_no_past_report()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var code = await api.Published(
            KindApi.Process(
                KindApi.Stage("calling", KindApi.Task("call", "interaction-recorded")),
                KindApi.Stage("offering", KindApi.Task("offer", "amount-given")),
                KindApi.Stage("closing", KindApi.Task("win", "closing-gate"))
            )
        );
        var (running, lost, won) = (await api.Opened(code), await api.Opened(code), await Won(api, code));
        (await api.Post($"/deals/{running.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await api.Post($"/deals/{running.Id}/tasks/{running.TaskId("call")}/complete")).Must(200);
        var last = (await api.Post($"/deals/{lost.Id}/close", new { outcome = "lost", lostReason = "price" }))
            .Must(200)
            .Position;
        var instant = app
            .Clock.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        app.Clock.Advance(TimeSpan.FromHours(1));

        string[] past =
        [
            $"/reports/sales-funnel?kind={code}&asOf={instant}",
            $"/reports/lost-reasons?kind={code}&asOf={instant}",
            $"/reports/lost-reasons?by=stage&kind={code}&asOf={instant}",
            .. ((string[])["reason", "manager", "client", "source"]).Select(x =>
                $"/reports/lost-reasons?by={x}&kind={code}&asOf={instant}"
            ),
            .. ((string[])["deal", "client", "manager", "product", "source", "month"]).Select(x =>
                $"/reports/gross-profit?by={x}&kind={code}&asOf={instant}"
            ),
            $"/reports/sales-funnels?asOf={instant}",
            $"/reports/gross-profit?kind={code}&asOf={instant}",
            $"/deals/{running.Id}?asOf={instant}",
            $"/deals/{running.Id}/stages?asOf={instant}",
            $"/deals/{lost.Id}?asOf={instant}",
            $"/deals/{won}?asOf={instant}",
        ];
        string[] present =
        [
            $"/deals/{running.Id}",
            $"/deals/{running.Id}/tasks",
            $"/deals/{running.Id}/stages",
            $"/deals/{lost.Id}",
            $"/deals/{won}",
        ];
        var before = await Read(api, [.. past, .. present], last);

        var other = KindApi.Process(
            KindApi.Stage("offering", KindApi.Task("offer", "amount-given", "order-placed")),
            KindApi.Stage("calling", KindApi.Task("call", "{\"check\":\"interaction-recorded\",\"minimum\":5}")),
            KindApi.Stage("new", KindApi.Task("brand-new")),
            KindApi.Stage("closing", KindApi.Task("win", "closing-gate"))
        );
        (other["gate"], other["title"]) = ("balanced", KindApi.Title("Совсем другой"));
        foreach (var stage in other["stages"]!.AsArray())
            (stage!["title"], stage["probability"]) = (KindApi.Title("Переименован " + stage["code"]), 1);
        await api.Republished(code, other);
        Same(await Read(api, [.. past, .. present], last), before);
        (await api.Post($"/deal-kinds/{code}/retire")).Must(200);
        Same(await Read(api, [.. past, .. present], last), before);
        ((string?)(await api.Get("/deals/" + running.Id)).Must(200)["stage"]!["title"]).Should().Be("offering");

        // The funnel of today shows the version of today.
        var now = (await api.Get($"/reports/sales-funnel?kind={code}")).Must(200);
        now["stages"]!
            .AsArray()
            .Select(x => (string)x!["title"]!)
            .Should()
            .Equal("Переименован offering", "Переименован calling", "Переименован new", "Переименован closing");
        ((int)now["stages"]![0]!["count"]!).Should().Be(1);
    }

    [Fact]
    public async Task Several_kinds_each_have_their_own_funnel()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var (one, two) = (
            await api.Published(KindApi.Short()),
            await api.Published(KindApi.Process(KindApi.Stage("else", KindApi.Task("win", "closing-gate"))))
        );
        await api.Opened(one);
        await api.Opened(one);
        var position = (await api.Opened(two)).Position;
        Counts(await api.Get($"/reports/sales-funnel?kind={one}", ("Crm-Min-Position", $"{position}")))
            .Should()
            .Equal(("calling", 2), ("closing", 0));
        Counts(await api.Get($"/reports/sales-funnel?kind={two}")).Should().Equal(("else", 1));
        (await api.Get("/reports/sales-funnels")).Must(200)["funnels"]!.AsArray().Count.Should().Be(5);
    }

    [Fact]
    public async Task A_deal_moves_to_a_newer_version_by_a_command_that_first_says_what_it_will_do()
    {
        var api = host.Api;
        var code = await api.Published(KindApi.Short());
        var deal = await api.Opened(code);
        await api.Republished(
            code,
            KindApi.Process(
                KindApi.Stage(
                    "talking",
                    KindApi.Task("call", "interaction-recorded"),
                    KindApi.Task("more", "amount-given")
                ),
                KindApi.Stage("closing", KindApi.Task("win", "closing-gate"))
            )
        );
        var path = $"/deals/{deal.Id}/change-kind-version";
        (await api.Post(path, new { version = 9 })).Must(422);
        (await api.Post(path, new { version = 2 })).Must(409).Code.Should().Be("stage.unmapped");
        var body = new
        {
            version = 2,
            stages = new { calling = "talking" },
            reason = "Новый порядок",
        };
        (await api.Preview("changeKindVersion", new { dealId = deal.Id }, body)).Must(200)["events"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("kind_version_changed", "stage_task_withdrawn", "stage_entered", "stage_task_raised");
        ((int)(await api.Get("/deals/" + deal.Id)).Must(200)["kind"]!["version"]!).Should().Be(1);
        var moved = (await api.Post(path, body)).Must(200);
        ((int)moved["kind"]!["version"]!, (string?)moved["stage"]!["code"], string.Join(',', moved.Open()))
            .Should()
            .Be((2, "talking", "call"));
        (await api.Post(path, body)).Must(200);
        (await api.Post(path, new { version = 1 })).Must(409).Code.Should().Be("kind_version.not_newer");
    }

    private static void Same(string[] after, string[] before)
    {
        foreach (var (now, was) in after.Zip(before))
        {
            var same = now.Zip(was).TakeWhile(x => x.First == x.Second).Count();
            now[Math.Max(0, same - 80)..].Should().Be(was[Math.Max(0, same - 80)..], was[..80]);
        }
    }

    private static (string, int)[] Counts(Answer funnel) =>
        [.. funnel.Must(200)["stages"]!.AsArray().Select(x => ((string)x!["code"]!, (int)x["count"]!))];

    private static async Task<string[]> Read(Testing.Api api, string[] paths, long position)
    {
        List<string> bodies = [];
        foreach (var path in paths)
        {
            var body = (await api.Get(path, ("Crm-Min-Position", $"{position}"))).Must(200).Json.AsObject();
            foreach (var part in body["funnels"]?.AsArray().Select(x => x!.AsObject()).Append(body) ?? [body])
                part.Remove("position"); // Of all events there are.
            body.Remove("asOf");
            body.Remove("pinnedUrl"); // Names the instant of the question.
            bodies.Add(path + "\n" + body.ToJsonString());
        }

        return [.. bodies];
    }

    private static async Task<string> Won(Testing.Api api, string code)
    {
        var deal = await api.Opened(code);
        var client = (await api.Post("/clients", new { name = "ООО Ромашка" })).Must(201).Id;
        (await api.Post($"/deals/{deal.Id}/client", new { clientId = client })).Must(200);
        (await api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await api.Patch("/deals/" + deal.Id, new { expectedAmount = Sale.Rub("10.00") })).Must(200);
        var order = (
            await api.Post(
                $"/deals/{deal.Id}/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Товар",
                            quantity = 1,
                            price = Sale.Rub("10.00"),
                        },
                    },
                }
            )
        ).Must(201);
        (
            await api.PostOnce(
                $"/deals/{deal.Id}/shipments",
                new
                {
                    orderId = order.Id,
                    lines = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity = 1 } },
                }
            )
        ).Must(201);
        (await api.PostOnce($"/deals/{deal.Id}/payments", new { amount = Sale.Rub("10.00") })).Must(201);
        for (var i = 0; i < 3; i++)
            (
                await api.Post(
                    $"/deals/{deal.Id}/tasks/{(string)(await api.Get("/deals/" + deal.Id)).Must(200)["openTasks"]![0]!["id"]!}/complete"
                )
            ).Must(200);
        return deal.Id;
    }
}
