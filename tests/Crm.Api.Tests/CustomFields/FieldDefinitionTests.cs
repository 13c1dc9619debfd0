using Crm.Domain.Access;
using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Definitions of custom fields: who defines them, what may change later, and what is kept while a kind uses it.</summary>
[Collection(HostCollection.Name)]
public sealed class FieldDefinitionTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_definition_changes_only_where_it_may_and_keeps_its_history()
    {
        var code = Fresh("colour");
        object red = new { code = "red", title = Title("Red") },
            blue = new { code = "blue", title = Title("Blue") };
        var field = await Api.Define("deal", code, "choice", new { choices = new[] { red } });
        field.Headers["Location"].Should().Be("/api/v1/custom-fields/" + field.Id);
        (
            await Api.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code,
                    type = "text",
                    title = Title("Other"),
                }
            )
        ).Must(409).Code.Should().Be("custom_field.taken");
        (await Api.Define("client", code, "text")).Id.Should().NotBe(field.Id, "clients have codes of their own");
        var path = "/custom-fields/" + field.Id;
        (await Api.Patch(path, new { code = "x" })).Must(422)["errors"]![0]!["code"]!
            .GetValue<string>()
            .Should()
            .Be("member.unknown");
        (await Api.Send(HttpMethod.Patch, path, new { archived = true }, [])).Must(428);
        var then = (string)field["recordedAt"]!;
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = (
            await Api.Patch(
                path,
                new
                {
                    title = Title("Tone"),
                    choices = new[] { red, blue },
                    archived = true,
                }
            )
        ).Must(200);
        changed["choices"]!.AsArray().Should().HaveCount(2);
        ((bool)changed["archived"]!).Should().BeTrue();
        var history = (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal(
                "custom_field_defined",
                "custom_field_retitled",
                "custom_field_choices_added",
                "custom_field_archived"
            );
        ((string)history[1]!["changes"]![0]!["field"]!).Should().StartWith("title.");
        ((bool)(await Api.Get($"{path}?asOf={Uri.EscapeDataString(then)}")).Must(200)["archived"]!).Should().BeFalse();
        (await Api.Get("/custom-fields?owner=client&limit=200")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["owner"]!)
            .Should()
            .OnlyContain(x => x == "client");
        (await Api.Get("/custom-fields?owner=order")).Must(400).Code.Should().Be("parameter.invalid");
    }

    [Fact]
    public async Task Only_users_who_manage_settings_define_fields()
    {
        var user = (await Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        var api = await host.App.AsUser(Guid.Parse(user));
        (
            (string)
                (
                    await api.Post(
                        "/custom-fields",
                        new
                        {
                            owner = "deal",
                            code = Fresh("x"),
                            type = "text",
                            title = Title("X"),
                        }
                    )
                ).Must(403)["missing"]!
        ).Should().Be(Permissions.SettingsManage.Name);
        (await api.Get("/custom-fields")).Must(200);
    }

    [Fact]
    public async Task A_field_that_a_published_kind_checks_is_not_archived()
    {
        var code = Fresh("needed");
        var field = await Api.Define("deal", code, "text");
        var kind = await DealKinds.KindApi.Published(
            Api,
            DealKinds.KindApi.Process(
                DealKinds.KindApi.Stage(
                    "a",
                    DealKinds.KindApi.Task("fill", "{\"check\":\"custom-field-filled\",\"field\":\"" + code + "\"}")
                ),
                DealKinds.KindApi.Stage("b", DealKinds.KindApi.Task("win", "closing-gate"))
            )
        );
        var deal = await DealKinds.KindApi.Opened(Api, kind);
        var refused = (await Api.Patch("/custom-fields/" + field.Id, new { archived = true })).Must(409);
        (refused.Code, (string?)refused["blockers"]![0]!["actual"]!["text"])
            .Should()
            .Be(("custom_field.in_use", "fill; published, 1 open deals"));
        (await Api.Post($"/deals/{deal.Id}/tasks/{DealKinds.KindApi.TaskId(deal, "fill")}/complete"))
            .Must(409)
            .Blockers.Should()
            .Equal("custom_field.missing");
        (
            await Api.Patch(
                "/deals/" + deal.Id,
                new { customFields = new Dictionary<string, object?> { [code] = "да" } }
            )
        ).Must(200);
        (await Api.Post($"/deals/{deal.Id}/tasks/{DealKinds.KindApi.TaskId(deal, "fill")}/complete")).Must(200);
        (await Api.Post($"/deal-kinds/{kind}/retire")).Must(200);
        (await Api.Patch("/custom-fields/" + field.Id, new { archived = true }))
            .Must(409)
            .Code.Should()
            .Be("custom_field.in_use", "an open deal still follows it");
        (await Api.Post($"/deals/{deal.Id}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Api.Patch("/custom-fields/" + field.Id, new { archived = true })).Must(200);
    }
}
