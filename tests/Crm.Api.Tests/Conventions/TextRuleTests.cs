using static Crm.Api.Tests.Catalog.ProductFiles;

namespace Crm.Api.Tests.Conventions;

/// <summary>
/// The rule of texts (product.md, 2026-11-30) outside of JSON bodies: parameters, headers and files. Bodies are judged by
/// <see cref="StrictBodyTests"/> and <see cref="BodyFaultsTests"/>.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class TextRuleTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    public static TheoryData<string> Refused =>
        ["\uFFFE", "\uFDD0", "\U0001FFFF", "\u0001", "\u007F", "\u0085", "\t", "\n"];

    [Theory, MemberData(nameof(Refused))]
    public async Task A_parameter_is_named(string character)
    {
        var text = "a" + Uri.EscapeDataString(character) + "b";

        Named((await Api.Get("/deals?q=" + text)).Must(422)).Should().Be(("q", "text.invalid_character"));
        Named((await Api.Get("/deals?status" + text + "=1")).Must(422)).Code.Should().Be("text.invalid_character");
        Named((await Api.Get("/deal-kinds/" + text)).Must(422)).Should().Be(("code", "text.invalid_character"));
    }

    [Theory, InlineData("Crm-Min-Position"), InlineData("Idempotency-Key"), InlineData("Accept-Language")]
    public async Task A_header_is_named(string name) =>
        Named(
                (await Api.Post("/deals/" + Guid.NewGuid() + "/reopen", new { reason = "А" }, (name, "a\uFFFEb"))).Must(
                    422
                )
            )
            .Should()
            .Be((name, "text.invalid_character"));

    [Theory, MemberData(nameof(Refused))]
    public async Task A_cell_of_a_file_is_named_alike_in_the_dry_run_and_in_the_real_one(string character)
    {
        var file = $"code,name\n{Fresh()},\"Сто{character}л\"\n";

        var preview = (await Api.ImportProducts(file, "?dryRun=true")).Must(422);
        var refused = (await Api.ImportProducts(file)).Must(422);

        refused["errors"]!.ToJsonString().Should().Be(preview["errors"]!.ToJsonString());
        ((string?)refused["errors"]![0]!["pointer"], (string?)refused["errors"]![0]!["code"])
            .Should()
            .Be(character == "\n" ? ("/2", "import.line_break") : ("/2/name", "text.invalid_character"));
    }

    [Fact]
    public async Task A_header_of_a_file_is_named()
    {
        var refused = (await Api.ImportProducts("code,na\uFFFEme\na,b\n", "?dryRun=true")).Must(422);

        Codes(refused).Should().Contain("import.column_unknown");
    }

    private static (string? Name, string? Code) Named(Answer refused) =>
        ((string?)refused["errors"]![0]!["parameter"], (string?)refused["errors"]![0]!["code"]);
}
