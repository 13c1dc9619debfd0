using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Bodies;
using Crm.Api.Json;
using Crm.Api.RequestPipeline;
using Crm.Api.Routing;
using Crm.Api.Tests.DealKinds;
using Crm.Domain.Kernel;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Refusals;

/// <summary>docs/domain.md, Refusals: each blocker names a call, and that call really helps.</summary>
[Collection(HostCollection.Name)]
public sealed class FixTests(TestHost host)
{
    /// <summary>
    /// Has no knowledge of the process: tries to close, follows the first blocker's fix, fills in what its operation needs, and
    /// repeats.
    /// </summary>
    [Fact]
    public async Task Following_nothing_but_fixes_leads_to_the_win()
    {
        var sale = await Sale.Open(host.Api);
        HashSet<string> met = [];
        for (var step = 0; step < 60; step++)
        {
            var deal = (await host.Api.Get(sale.Path)).Must(200);
            if ((string)deal["status"]! == "won")
            {
                met.Should()
                    .Contain([
                        "interaction.missing",
                        "client.unidentified",
                        "interest.missing",
                        "amount.missing",
                        "proposal.not_issued",
                        "presentation.missing",
                        "proposal.not_accepted",
                        "client.legal_details_missing",
                        "order.missing",
                        "obligations.unconfirmed",
                        "shipment.none",
                        "balance.client_owes",
                    ]);
                return;
            }

            var task = (string)deal["openTasks"]![0]!["id"]!;
            var answer = await host.Api.PostOnce($"{sale.Path}/tasks/{task}/complete", new { });
            if (answer.Status == 200)
                continue;
            answer.Must(409).Code.Should().Be("task.checks_unmet");
            var listed = (await host.Api.Get($"{sale.Path}/tasks/{task}"))["checks"]!
                .AsArray()
                .SelectMany(x => x!["blockers"]!.AsArray().Select(b => (string)b!["code"]!))
                .Distinct();
            listed.Should().BeEquivalentTo(answer.Blockers, "the task shows what its completion is refused for");
            foreach (var blocker in answer["blockers"]!.AsArray())
            {
                blocker!["title"]!.GetValue<string>().Should().NotBeEmpty();
                blocker["expected"]!["text"]!
                    .GetValue<string>()
                    .Should()
                    .NotBe(blocker["actual"]!["text"]!.GetValue<string>());
            }

            met.UnionWith(answer.Blockers);
            var fix = answer["blockers"]![0]!["fix"]!;
            var done = await new FixFollower(host.Api, host.App.Clock.GetUtcNow()).Follow(fix);
            done.Status.Should().BeOneOf([200, 201], $"{fix.ToJsonString()}: {done.Text}");
        }

        throw new InvalidOperationException("the fixes led nowhere; met: " + string.Join(", ", met));
    }

    /// <summary>Whatever a fix is about: once filled by type, its request is one that the operation takes.</summary>
    [Fact]
    public void Every_fix_is_a_complete_request()
    {
        var services = host.App.Host.Services;
        var requests = services.GetRequiredService<FixRequests>();
        var routes = services.GetRequiredService<OperationRoutes>();
        foreach (var fix in typeof(Fix).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Fix))))
        {
            var request = JsonSerializer.SerializeToNode(requests.Of(Sample(fix)), Wire.Json)!;
            var endpoint = routes.Find((string)request["operationId"]!)!;
            foreach (var fill in request["fill"]!.AsArray())
                FixFollower.Put(
                    request,
                    (string)fill!["pointer"]!,
                    FixFollower.Plain((string)fill["type"]!, fill["options"]!.AsArray(), host.App.Clock.GetUtcNow())
                );

            var operation = endpoint.Metadata.GetMetadata<Operation>()!;
            request["headers"]!
                .AsObject()
                .Where(header => ((string)header.Value!).Length > 0)
                .Select(header => header.Key)
                .Should()
                .BeEquivalentTo(
                    (IEnumerable<string>)
                        [
                            .. operation.RequiresKey ? (string[])["Idempotency-Key"] : [],
                            .. operation.RequiresMatch ? (string[])["If-Match"] : [],
                        ],
                    fix.Name
                );
            var accepts = endpoint.Metadata.GetMetadata<IAcceptsMetadata>();
            ((string?)request["contentType"])
                .Should()
                .Be(
                    endpoint.Metadata.GetMetadata<ITakesFile>() is null
                        ? accepts?.ContentTypes[0]
                        : "multipart/form-data",
                    fix.Name
                );
            if (accepts?.RequestType is { } type)
                BodyCheck
                    .FaultsOf(JsonSerializer.SerializeToElement(request["body"]), type)
                    .Should()
                    .BeEmpty($"{fix.Name}: {request.ToJsonString()}");
        }
    }

    private static Fix Sample(Type fix) =>
        (Fix)
            Activator.CreateInstance(
                fix,
                [
                    .. fix.GetConstructors()
                        .Single()
                        .GetParameters()
                        .Select(one =>
                            one.ParameterType == typeof(string) ? "code" : Activator.CreateInstance(one.ParameterType)
                        ),
                ]
            )!;

    /// <summary>Every check that exists, with the parameters that change what its fix has to ask for.</summary>
    private static readonly string[] Checks =
    [
        """{"check":"interaction-recorded"}""",
        """{"check":"interaction-recorded","kinds":["meeting"],"direction":"in","minimum":2}""",
        """{"check":"interaction-recorded","kinds":["sms","messenger"]}""",
        """{"check":"client-identified"}""",
        """{"check":"legal-details"}""",
        """{"check":"interest-given"}""",
        """{"check":"amount-given"}""",
        """{"check":"proposal-issued"}""",
        """{"check":"proposal-sent"}""",
        """{"check":"proposal-accepted"}""",
        """{"check":"presentation-held"}""",
        """{"check":"order-placed"}""",
        """{"check":"obligations-confirmed"}""",
        """{"check":"paid-in-full"}""",
        """{"check":"paid-at-least","percent":30}""",
        """{"check":"paid-at-least","amount":{"amount":"50.00","currency":"RUB"}}""",
        """{"check":"shipped-in-full"}""",
        """{"check":"balance-zero"}""",
        """{"check":"closing-gate"}""",
        """{"check":"attachment-present"}""",
        """{"check":"attachment-present","contentType":"application/pdf","namePrefix":"договор"}""",
        """{"check":"checklist","items":[{"code":"a","title":{"ru":"А","en":"A"}},{"code":"b","title":{"ru":"Б","en":"B"}}]}""",
        """{"check":"any-of","checks":[{"check":"paid-in-full"},{"check":"shipped-in-full"}]}""",
        """{"check":"all-of","checks":[{"check":"amount-given"},{"check":"client-identified"}]}""",
        .. "title manager source expectedCloseOn comment expectedAmount probability client externalRefs"
            .Split(' ')
            .Select(field => $$"""{"check":"field-filled","field":"{{field}}"}"""),
        .. "text number money date choice yesNo reference"
            .Split(' ')
            .Select(type => $$"""{"check":"custom-field-filled","field":"{{type}}"}"""),
    ];

    public static TheoryData<string> AllChecks => [.. Checks];

    [Fact]
    public async Task Every_check_that_can_be_used_has_a_row()
    {
        var known = (await host.Api.Get("/checks")).Must(200)["items"]!.AsArray();
        Checks
            .Select(check => (string)JsonNode.Parse(check)!["check"]!)
            .Distinct()
            .Should()
            .BeEquivalentTo(
                known.Where(check => (bool?)check!["available"] != false).Select(check => (string)check!["code"]!)
            );
    }

    /// <summary>The client has what it needs of a company to be sold to; everything else comes from fixes.</summary>
    [Theory, MemberData(nameof(AllChecks))]
    public async Task Following_nothing_but_fixes_completes_a_task(string check)
    {
        var wanted = JsonNode.Parse(check)!.AsObject();
        if ((string)wanted["check"]! == "custom-field-filled")
            wanted["field"] = await Field((string)wanted["field"]!);
        var kind = await host.Api.Published(
            (string)wanted["check"]! == "closing-gate"
                ? KindApi.Process(KindApi.Stage("only", KindApi.Task("task", "closing-gate")))
                : KindApi.Process(
                    KindApi.Stage("only", KindApi.Task("task", wanted.ToJsonString())),
                    KindApi.Stage("closing", KindApi.Task("win", "closing-gate"))
                )
        );
        var deal = await host.Api.Opened(kind);
        var task = $"/deals/{deal.Id}/tasks/{deal.TaskId("task")}";
        var follower = new FixFollower(host.Api, host.App.Clock.GetUtcNow());
        List<string> followed = [];

        for (var step = 0; step < 30; step++)
        {
            if ((string)(await host.Api.Get(task)).Must(200)["status"]! == "completed")
                return;
            var answer = await host.Api.PostOnce(task + "/complete", new { });
            for (var depth = 0; answer.Status == 409; depth++)
            {
                depth.Should().BeLessThan(6, string.Join(", ", followed));
                var fix = answer["blockers"]!.AsArray().Select(blocker => blocker!["fix"]).First(x => x is not null)!;
                followed.Add((string)fix["operationId"]!);
                answer = await follower.Follow(fix);
            }

            answer.Status.Should().BeOneOf([200, 201], $"{string.Join(", ", followed)}: {answer.Text}");
        }

        throw new InvalidOperationException("the fixes led nowhere: " + string.Join(", ", followed));
    }

    /// <summary>A new custom field of deals; returns its code.</summary>
    private async Task<string> Field(string type)
    {
        var code = "f" + Guid.NewGuid().ToString("N")[..10];
        var body = new JsonObject
        {
            ["owner"] = "deal",
            ["code"] = code,
            ["type"] = type,
            ["title"] = KindApi.Title(type),
        };
        if (type == "choice")
            body["choices"] = new JsonArray(new JsonObject { ["code"] = "red", ["title"] = KindApi.Title("Красный") });
        if (type == "reference")
            body["target"] = "client";
        if (type == "number")
            body["decimals"] = 0;
        (await host.Api.Post("/custom-fields", body)).Must(201);
        return code;
    }

    [Fact]
    public async Task Texts_follow_the_language_and_codes_do_not()
    {
        var sale = await Sale.Open(host.Api);
        var path = $"{sale.Path}/tasks/{await sale.Task()}/complete";
        var english = (await host.Api.Post(path, new { }, ("Accept-Language", "en-GB"))).Must(409);
        var russian = (await host.Api.Post(path, new { }, ("Accept-Language", "de, ru;q=0.8, en;q=0.5"))).Must(409);
        russian.Code.Should().Be(english.Code);
        russian.Blockers.Should().Equal(english.Blockers);
        foreach (var name in (string[])["title", "detail"])
        {
            ((string)russian[name]!).Should().MatchRegex("[а-я]");
            ((string)english[name]!).Should().NotMatchRegex("[а-я]");
        }

        ((string)russian["blockers"]![0]!["title"]!).Should().MatchRegex("[а-я]");
        ((string)english["blockers"]![0]!["title"]!).Should().NotMatchRegex("[а-я]");
    }

    [Fact]
    public async Task A_closed_deal_names_reopening_as_the_fix()
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var refused = (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(409);
        refused.Code.Should().Be("deal.closed");
        var fix = refused["blockers"]![0]!["fix"]!;
        (await host.Api.Post((string)fix["href"]!, new { reason = "Ещё не всё" })).Must(200);
        (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(201);
    }

    [Theory]
    [InlineData("""{"outcome":"lost"}""", "lost_reason.missing")]
    [InlineData("""{"outcome":"lost","lostReason":"other"}""", "lost_reason.comment_required")]
    [InlineData("""{"outcome":"lost","lostReason":"competitor"}""", "lost_reason.competitor_required")]
    public async Task A_loss_names_what_is_missing(string body, string blocker)
    {
        var sale = await Sale.Open(host.Api);
        var refused = (await host.Api.Post(sale.Path + "/close", body)).Must(409);
        refused.Blockers.Should().Equal(blocker);
        var closed = await new FixFollower(host.Api, host.App.Clock.GetUtcNow()).Follow(
            refused["blockers"]![0]!["fix"]!
        );
        ((string?)closed.Must(200)["closing"]!["outcome"])
            .Should()
            .Be("lost", "the fix keeps the outcome and the reason and asks for the rest");
    }

    [Fact]
    public async Task A_gate_lists_everything_at_once()
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(201);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "won" }))
            .Must(409)
            .Blockers.Should()
            .BeEquivalentTo("client.unidentified", "shipment.none", "balance.we_owe", "tasks.open");
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" }))
            .Must(409)
            .Blockers.Should()
            .Equal("balance.we_owe");
        (await host.Api.Get(sale.Path + "/history?type=stage_task_completion_refused"))["items"]!
            .AsArray()
            .Should()
            .BeEmpty("only a refused completion leaves an event");
    }
}
