using System.Text.Json.Nodes;

namespace Crm.Api.Tests.DealKinds;

/// <summary>An administrator composes a process over HTTP; deals follow it, and the server enforces its checks.</summary>
[Collection(HostCollection.Name)]
public sealed class ComposedKindTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_kind_is_drafted_validated_published_and_used()
    {
        var code = "k" + Guid.NewGuid().ToString("N")[..10];
        var drafted = (
            await Api.Post(
                "/deal-kinds",
                new JsonObject { ["code"] = code, ["process"] = KindApi.Process(KindApi.Stage("only")) }
            )
        ).Must(201);
        ((string?)drafted["state"], (int)drafted["version"]!, (int)drafted["draftVersion"]!)
            .Should()
            .Be(("draft", 0, 1));
        (await Api.Post("/deals", new { title = "Рано", kind = code })).Must(422);
        var validated = (await Api.Post($"/deal-kinds/{code}/validate")).Must(200);
        ((bool)validated["valid"]!).Should().BeFalse();
        validated["faults"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .Contain(("/stages/0/tasks", "stage.no_mandatory_task"));
        var refused = (await Api.Post($"/deal-kinds/{code}/publish")).Must(409);
        (refused.Code, refused["errors"]!.AsArray().Count)
            .Should()
            .Be(("deal_kind.invalid", validated["faults"]!.AsArray().Count));

        await Api.Republished(code, KindApi.Short());
        var kind = (await Api.Get("/deal-kinds/" + code)).Must(200);
        ((string?)kind["state"], (int)kind["version"]!, kind["draftVersion"]).Should().Be(("published", 1, null));
        var deal = await Api.Opened(code);
        deal.Open().Should().Equal("call");
        var unmet = (await Api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("call")}/complete")).Must(409);
        unmet.Blockers.Should().Equal("interaction.missing");
        (await Api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await Api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("call")}/complete"))
            .Must(200)
            .Open()
            .Should()
            .Equal("win");
        (await Api.Get($"/deal-kinds/{code}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("deal_kind_drafted", "deal_kind_draft_validated", "deal_kind_draft_edited", "deal_kind_published");
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_and_a_reserved_check_is_unavailable()
    {
        var bad = KindApi.Process(
            KindApi.Stage("a", KindApi.Task("t", "moon-phase", "{\"check\":\"interaction-recorded\",\"minimum\":99}")),
            KindApi.Stage("a", KindApi.Task("win", "closing-gate"))
        );
        bad["stages"]![0]!["probability"] = 300;
        var code = "k" + Guid.NewGuid().ToString("N")[..10];
        (await Api.Post("/deal-kinds", new JsonObject { ["code"] = code, ["process"] = bad })).Must(201);
        (await Api.Post($"/deal-kinds/{code}/publish")).Must(409)["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo([
                ("/stages/0/probability", "probability.out_of_range"),
                ("/stages/0/tasks/0/checks/0/check", "check.unknown"),
                ("/stages/0/tasks/0/checks/1/minimum", "check.parameter_invalid"),
                ("/stages/1/code", "code.duplicate"),
            ]);
        var survey = KindApi.Process(
            KindApi.Stage("a", KindApi.Task("t", "survey-answered"), KindApi.Task("win", "closing-gate"))
        );
        (await Api.Put($"/deal-kinds/{code}/draft", survey, (await Api.Get("/deal-kinds/" + code)).ETag)).Must(200);
        (await Api.Post($"/deal-kinds/{code}/publish")).Must(409).Code.Should().Be("check.unavailable");
        (await Api.Get($"/deal-kinds/{code}/versions")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty("nothing half valid is published");
    }

    [Fact]
    public async Task Whatever_depth_is_taken_can_be_read_and_a_draft_has_bounds()
    {
        for (var depth = 8; ; depth++)
        {
            var check = "{\"check\":\"amount-given\"}";
            for (var i = 0; i < depth; i++)
                check = "{\"check\":\"any-of\",\"checks\":[" + check + "]}";
            var code = "k" + Guid.NewGuid().ToString("N")[..10];
            var drafted = await Api.Post("/deal-kinds", new JsonObject { ["code"] = code });
            var put = await Api.Put(
                $"/deal-kinds/{code}/draft",
                KindApi.Process(
                    KindApi.Stage("a", KindApi.Task("t", check)),
                    KindApi.Stage("b", KindApi.Task("win", "closing-gate"))
                ),
                drafted.Must(201).ETag
            );
            if (put.Status == 422)
            {
                ((string)put["errors"]![0]!["code"]!).Should().Be("body.too_deep");
                depth.Should().BeGreaterThan(10, "32 levels are promised");
                break;
            }

            put.Must(200);
            (await Api.Post($"/deal-kinds/{code}/publish")).Must(200);
            var deal = await Api.Opened(code);
            foreach (var path in (string[])["", "/history", "/versions", "/versions/1"])
                (await Api.Get($"/deal-kinds/{code}{path}")).Must(200);
            (await Api.Get($"/deals/{deal.Id}/tasks/{deal.TaskId("t")}")).Must(200);
            (await Api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("t")}/complete"))
                .Must(409)
                .Blockers.Should()
                .Equal("amount.missing");
        }

        var many = new JsonObject
        {
            ["code"] = "far-too-many",
            ["process"] = KindApi.Process([.. Enumerable.Range(0, 1000).Select(i => KindApi.Stage("s" + i))]),
        };
        var refused = (await Api.Post("/deal-kinds", many)).Must(422);
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/process/stages", "member.too_many"));
        (await Api.Get("/deal-kinds/far-too-many")).Must(404);
    }

    [Fact]
    public async Task Evidence_completes_automatic_tasks_in_the_same_transaction()
    {
        var amount = KindApi.Task("amount", "amount-given");
        amount["automatic"] = true;
        var call = KindApi.Task(
            "call",
            "{\"check\":\"any-of\",\"checks\":[{\"check\":\"interaction-recorded\",\"kinds\":[\"call\"]},"
                + "{\"check\":\"presentation-held\"}]}"
        );
        call["automatic"] = true;
        var deal = await Api.Opened(
            await Api.Published(
                KindApi.Process(
                    KindApi.Stage("a", amount, call),
                    KindApi.Stage("b", KindApi.Task("win", "closing-gate"))
                )
            )
        );
        (await Api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await Api.Get("/deals/" + deal.Id)).Must(200).Open().Should().Equal("amount");
        var edited = (await Api.Patch("/deals/" + deal.Id, new { expectedAmount = Sale.Rub("10.00") })).Must(200);
        ((string?)edited["stage"]!["code"], string.Join(',', edited.Open())).Should().Be(("b", "win"));
        var history = (await Api.Get($"/deals/{deal.Id}/history?type=stage_task_completed")).Must(200)[
            "items"
        ]!.AsArray();
        history
            .Select(x => ((string)x!["data"]!["code"]!, (string)x["cause"]!["ref"]!))
            .Should()
            .Equal(("amount", "evidence.arrived"), ("call", "evidence.arrived"));
    }

    [Fact]
    public async Task A_task_goes_to_whom_the_kind_names_and_is_reassigned()
    {
        var user = (await Api.Post("/users", new { name = "Борис" })).Must(201).Id;
        var named = KindApi.Task("named");
        named["assignee"] = new JsonObject { ["kind"] = "user", ["user"] = user };
        var role = KindApi.Task("role");
        (role["assignee"], role["parallel"]) = (new JsonObject { ["kind"] = "role", ["role"] = "director" }, true);
        var deal = await Api.Opened(
            await Api.Published(KindApi.Process(KindApi.Stage("a", named, role, KindApi.Task("win", "closing-gate"))))
        );
        deal["openTasks"]!
            .AsArray()
            .Select(x => ((string?)x!["assignee"]?["name"], (string?)x["assigneeRole"]))
            .Should()
            .BeEquivalentTo([("Борис", (string?)null), (null, "director")]);
        var task = deal.TaskId("role");
        (await Api.Post($"/deals/{deal.Id}/tasks/{task}/reassign", new { userId = user, reason = "Отпуск" })).Must(200);
        ((string?)(await Api.Get($"/deals/{deal.Id}/tasks/{task}")).Must(200)["assignee"]!["id"]).Should().Be(user);
        (await Api.Post($"/deals/{deal.Id}/tasks/{task}/reassign", new { userId = Guid.NewGuid() })).Must(422);
    }

    [Fact]
    public async Task A_deal_is_moved_by_hand_and_resumed()
    {
        var deal = await Api.Opened(await Api.Published(KindApi.Short()));
        var byHand = (await Api.Post($"/deals/{deal.Id}/convert-to-manual", new { reason = "Тендер" })).Must(200);
        ((string?)byHand["kind"]!["mode"], byHand.Open().Length).Should().Be(("manual", 0));
        (await Api.Post($"/deals/{deal.Id}/move", new { stage = "closing" })).Must(200);
        var resumed = (await Api.Post($"/deals/{deal.Id}/resume-process", new { stage = "calling" })).Must(200);
        ((string?)resumed["kind"]!["mode"], string.Join(',', resumed.Open())).Should().Be(("guided", "call"));
        (await Api.Post($"/deals/{deal.Id}/resume-process", new { stage = "closing" }))
            .Must(409)
            .Code.Should()
            .Be("process.not_manual");
        (await Api.Get($"/deals/{deal.Id}/stages")).Must(200)["items"]!
            .AsArray()
            .Select(x => ((string?)x!["code"], (string?)x["leftBy"]))
            .Should()
            .Equal(("calling", "byHand"), ("closing", "resumed"), ("calling", null));
    }

    [Fact]
    public async Task No_deal_is_opened_with_a_retired_kind_and_running_ones_go_on()
    {
        var code = await Api.Published(KindApi.Short());
        var deal = await Api.Opened(code);
        (await Api.Post($"/deal-kinds/{code}/retire", new { reason = "Не нужен" })).Must(200);
        var refused = (await Api.Post("/deals", new { title = "Поздно", kind = code })).Must(409);
        (refused.Code, (string?)refused["blockers"]![0]!["fix"]!["operationId"])
            .Should()
            .Be(("deal_kind.retired", "restoreDealKind"));
        (await Api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await Api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("call")}/complete")).Must(200);
        (await Api.Post((string)refused["blockers"]![0]!["fix"]!["href"]!)).Must(200);
        await Api.Opened(code);
        (await Api.Post("/deal-kinds/standard-sale/retire")).Must(409).Code.Should().Be("deal_kind.is_default");
    }

    [Fact]
    public async Task Ready_kinds_are_copied_and_lead_to_a_win()
    {
        (await Api.Get("/deal-kinds/templates")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["code"]!)
            .Should()
            .Equal("services", "project-sale", "renewal");
        var code = "k" + Guid.NewGuid().ToString("N")[..10];
        (await Api.Post("/deal-kinds", new { code, copyFrom = "renewal" })).Must(201);
        (await Api.Post($"/deal-kinds/{code}/publish")).Must(200);
        var deal = await Api.Opened(code);
        var client = (
            await Api.Post(
                "/clients",
                new
                {
                    name = "ООО Ромашка",
                    legalDetails = new { taxId = FreshTaxId.Company(), registeredName = "ООО «Ромашка»" },
                }
            )
        )
            .Must(201)
            .Id;
        (await Api.Post($"/deals/{deal.Id}/client", new { clientId = client })).Must(200);
        (await Api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Продлеваем" })).Must(201);
        (await Api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("call-before-end")}/complete"))
            .Must(200)
            .Open()
            .Should()
            .Equal("order-renewal");
        var order = (
            await Api.Post(
                $"/deals/{deal.Id}/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Подписка",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                            vatRate = 0,
                        },
                    },
                }
            )
        ).Must(201);
        (await Api.Post($"/deals/{deal.Id}/invoices", new { orderId = order.Id })).Must(201);
        (
            await Api.PostOnce(
                $"/deals/{deal.Id}/shipments",
                new
                {
                    orderId = order.Id,
                    lines = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity = 1 } },
                }
            )
        ).Must(201);
        (await Api.PostOnce($"/deals/{deal.Id}/payments", new { amount = Sale.Rub("100.00") })).Must(201);
        var last = (await Api.Get("/deals/" + deal.Id)).Must(200);
        last.Open().Should().Equal("close-renewal");
        (
            (string?)
                (await Api.Post($"/deals/{deal.Id}/tasks/{last.TaskId("close-renewal")}/complete")).Must(200)["status"]
        )
            .Should()
            .Be("won");
    }
}
