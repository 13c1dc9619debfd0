using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Crm.Api.Tests.Conventions;

namespace Crm.Api.Tests.Printing;

/// <summary>
/// Branding and bank details in the company's settings: validated, recorded as events, printed on what is issued afterwards.
/// </summary>
public sealed class BrandingTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task It_is_set_by_merge_patch_and_every_change_is_history()
    {
        await using var fresh = await CrmApp.Start();
        var (app, api) = (fresh, await fresh.As());
        var before = Crm.Api.Json.Wire.Text(app.Clock.GetUtcNow());
        (await api.Get("/settings")).Must(200)["branding"]!["accent"].Should().BeNull();
        var set = (
            await api.Patch(
                "/settings",
                new
                {
                    branding = new
                    {
                        accent = "#0B6E4F",
                        greeting = new { ru = "Здравствуйте!", en = " " },
                        signatory = new { name = "Орлов С. В.", position = new { ru = "Директор" } },
                    },
                }
            )
        ).Must(200)["branding"]!;
        set.ToJsonString().Should().Contain("\"accent\":\"#0b6e4f\"");
        (
            (string?)set["greeting"]!["ru"],
            (string?)set["greeting"]!["en"],
            (string?)set["signatory"]!["name"],
            (string?)set["signatory"]!["position"]!["ru"]
        )
            .Should()
            .Be(("Здравствуйте!", null, "Орлов С. В.", "Директор"));
        var tag = (await api.Get("/settings")).ETag;
        (await api.Patch("/settings", new { branding = new { signatory = new { name = "Орлов С. В." } } }))
            .Must(200)
            .ETag.Should()
            .Be(tag, "what holds already is no event");
        var cleared = (
            await api.Patch(
                "/settings",
                new { branding = new { accent = (string?)null, signatory = new { name = (string?)null } } }
            )
        ).Must(200)["branding"]!;
        (cleared["accent"], (string?)cleared["signatory"]!["name"], (string?)cleared["greeting"]!["ru"])
            .Should()
            .Be((null, null, "Здравствуйте!"));
        var history = (await api.Get("/settings/history")).Must(200)["items"]!.AsArray();
        history.Select(x => (string)x!["type"]!).Should().Equal("company_branding_changed", "company_branding_changed");
        history[1]!["changes"]!
            .AsArray()
            .Select(x => (string)x!["field"]!)
            .Should()
            .Contain(["branding.accent", "branding.signatory.name"]);
        (await api.Get($"/settings?asOf={before}")).Must(200)["branding"]!["greeting"].Should().BeNull();
    }

    [Theory]
    [InlineData("""{"branding":{"accent":"red"}}""", "/branding/accent", "branding.accent")]
    [InlineData("""{"branding":{"accent":"#0b6e4f;}body{display:none"}}""", "/branding/accent", "branding.accent")]
    [InlineData("""{"branding":{"accent":"#0b6e4"}}""", "/branding/accent", "branding.accent")]
    [InlineData("""{"branding":{"logo":{"hash":"00"}}}""", "/branding/logo", "member.unknown")]
    [InlineData("""{"branding":{"greeting":"Здравствуйте"}}""", "/branding/greeting", "member.invalid")]
    [InlineData("""{"branding":{"greeting":{"de":"Hallo"}}}""", "/branding/greeting/de", "member.unknown")]
    [InlineData("""{"company":{"bic":"04452522"}}""", "/company/bic", "bank.bic")]
    [InlineData("""{"company":{"kpp":"77010100a"}}""", "/company/kpp", "bank.kpp")]
    [InlineData("""{"company":{"account":"407028109380000604"}}""", "/company/account", "bank.account")]
    [InlineData(
        """{"company":{"bic":"044525225","account":"40702810438000060474"}}""",
        "/company/account",
        "bank.account_key"
    )]
    [InlineData(
        """{"company":{"bic":"044525225","correspondentAccount":"30101810400000000226"}}""",
        "/company/correspondentAccount",
        "bank.account_key"
    )]
    public async Task What_is_wrong_is_refused_by_name_and_nothing_changes(string body, string pointer, string code)
    {
        var before = await Stored.Count(app);
        var answer = (await api.Send(HttpMethod.Patch, "/settings", body, [("If-Match", "*")])).Must(422);
        answer["errors"]!
            .AsArray()
            .Select(x => ((string?)x!["pointer"], (string?)x["code"]))
            .Should()
            .Equal((pointer, code));
        (await Stored.Count(app)).Should().Be(before);
    }

    [Fact]
    public async Task A_footer_is_short()
    {
        (await api.Patch("/settings", new { branding = new { footer = new { ru = new string('ж', 301) } } })).Must(422)[
            "errors"
        ]![0]!["pointer"]!
            .ToJsonString()
            .Should()
            .Be("\"/branding/footer/ru\"");
        (await api.Patch("/settings", new { branding = new { footer = new { ru = new string('ж', 300) } } })).Must(200);
    }

    [Fact]
    public async Task A_logo_is_put_shown_printed_and_taken_away()
    {
        var png = PictureTests.Png(40, 20, 6, 8);
        (await api.Patch("/settings", new { branding = (object?)null })).Must(200);
        (await Put("logo", png, "image/png", null)).Must(428);
        (await Put("logo", png, "image/png", "\"9-0\"")).Must(412);
        (await api.Get("/settings/branding/logo")).Must(404).Code.Should().Be("picture.not_found");
        var put = (await Put("logo", png, "image/png")).Must(200);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png));
        JsonNode
            .DeepEquals(
                put["branding"]!["logo"],
                JsonNode.Parse($$"""{"hash":"{{hash}}","contentType":"image/png","width":40,"height":20}""")
            )
            .Should()
            .BeTrue();
        (await Put("logo", png, "image/png")).Must(200).ETag.Should().Be(put.ETag, "the same picture is no event");
        var got = (await api.Get("/settings/branding/logo")).Must(200);
        (got.ETag, got.Headers["Content-Type"]).Should().Be(($"\"{hash}\"", "image/png"));
        (await api.Get("/settings/branding/logo", ("If-None-Match", got.ETag!))).Must(304);
        (await api.Patch("/settings", new { branding = new { accent = "#112233" } })).Must(200)["branding"]!["logo"]![
            "hash"
        ]!
            .ToJsonString()
            .Should()
            .Be($"\"{hash}\"", "a patch keeps the pictures");

        var sale = await (await (await Sale.Open(api)).Contacted()).Qualified();
        await sale.Proposed();
        var path = $"/proposals/{sale.ProposalId}/document";
        WebUtility
            .HtmlDecode((await api.Get(path, ("Accept", "text/html"))).Must(200).Text)
            .Should()
            .Contain($"data:image/png;base64,{Convert.ToBase64String(png)}")
            .And.Contain("#112233");
        (await api.Get(path)).Must(200).Text.Should().Contain("/Subtype/Image");

        (await api.Send(HttpMethod.Delete, "/settings/branding/logo", null, [])).Must(428);
        (
            await api.Send(
                HttpMethod.Delete,
                "/settings/branding/logo",
                null,
                [("If-Match", (await api.Get("/settings")).ETag!)]
            )
        ).Must(200)["branding"]!
            ["logo"]
            .Should()
            .BeNull();
        (await api.Get("/settings/branding/logo")).Must(404);
        (await api.Get(path, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .Contain("data:image/png", "what was issued keeps the picture of its day");
        (await api.Get("/settings/history?limit=200")).Must(200)["items"]!
            .AsArray()
            .Select(x => x!["changes"]!.ToJsonString())
            .Should()
            .Contain(x =>
                x.Contains("branding.logo", StringComparison.Ordinal) && x.Contains(hash, StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_leaves_nothing()
    {
        var png = PictureTests.Png(40, 20, 6, 8);
        var before = await Stored.Count(app);
        (await Put("signature", png, "image/jpeg")).Must(415).Code.Should().Be("attachment.type_not_allowed");
        (await Put("signature", "<svg/>"u8.ToArray(), "image/svg+xml"))
            .Must(415)
            .Code.Should()
            .Be("attachment.type_not_allowed");
        (await Put("signature", png, null)).Must(415);
        (await Put("signature", "<svg onload='alert(1)'/>"u8.ToArray(), "image/png")).Must(422)["errors"]![0]!["code"]!
            .ToJsonString()
            .Should()
            .Be("\"picture.unreadable\"");
        (await Put("signature", [], "image/png")).Must(422);
        (await Put("signature", png[..60], "image/png")).Must(422);
        (await Put("signature", [.. png, .. new byte[Crm.Api.Printing.Picture.MostBytes]], "image/png"))
            .Must(413)
            .Code.Should()
            .Be("attachment.too_large");
        (await Put("signature", png, "image/png", "\"7-0\"")).Must(412);
        (await Stored.Count(app)).Should().Be(before);
        (await Put("signature", png, "image/png")).Must(200)["branding"]!["signature"].Should().NotBeNull();
    }

    private async Task<Answer> Put(string name, byte[] bytes, string? type) =>
        await Put(name, bytes, type, (await api.Get("/settings")).ETag);

    private Task<Answer> Put(string name, byte[] bytes, string? type, string? ifMatch)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return api.SendRaw(
            HttpMethod.Put,
            "/settings/branding/" + name,
            content,
            ifMatch is null ? [] : [("If-Match", ifMatch)]
        );
    }
}
