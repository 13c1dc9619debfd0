using System.Text;

namespace Crm.Api.Tests.Refusals;

/// <summary>No answer repeats more than 200 characters of what the client sent.</summary>
[Collection(HostCollection.Name)]
public sealed class EchoTests(TestHost host)
{
    private static readonly string Long = new('x', 1500);

    public static TheoryData<string, string, string?> Inputs =>
        new()
        {
            { "GET", $"/{Long}", null },
            { "GET", $"/deal-kinds/{Long}", null },
            { "POST", $"/projections/{Long}/rebuild", null },
            { "GET", $"/deals?{Long}=1", null },
            { "GET", $"/deals?status={Long}", null },
            { "GET", $"/deals?sort={Long}", null },
            { "GET", $"/deals?cursor={Long}", null },
            { "GET", $"/deals?custom.{Long}=1", null },
            { "GET", $"/deals?limit=1&{Long}=1&{Long}=2", null },
            { "GET", $"/deals/00000000-0000-0000-0000-000000000001/history?type={Long}", null },
            { "GET", $"/reports/sales-funnel?kind={Long}", null },
            { "POST", "/deals", $$$$"""{"{{{{Long}}}}":1}""" },
            { "POST", "/deals", $$$$"""{"title":"А","{{{{Long}}}}":{"{{{{Long}}}}":1}}""" },
            { "POST", "/deals", $$$$"""{"title":"А","kind":"{{{{Long}}}}"}""" },
            { "POST", "/deals", $$$$"""{"title":"А","source":"{{{{Long}}}}"}""" },
            {
                "POST",
                "/deals",
                $$$$"""{"title":"А","expectedAmount":{"amount":"{{{{Long}}}}","{{{{Long}}}}":"RUB"}}"""
            },
            { "POST", "/deals", $$$$"""{"title":"А","expectedAmount":{"{{{{Long}}}}":"1","currency":"RUB"}}""" },
            { "POST", "/deals", $$$$"""{"title":"А","customFields":{"{{{{Long}}}}":1}}""" },
            { "POST", "/deals", $$$$"""{"title":"А","{{{{Long}}}}\u0000":1}""" },
            { "POST", "/users", $$$$"""{"name":"А","roles":["{{{{Long}}}}"]}""" },
            { "POST", "/roles", $$$$"""{"code":"a","title":{"ru":"А","en":"A"},"permissions":["{{{{Long}}}}"]}""" },
            { "POST", "/clients", $$$$"""{"name":"А","taxId":"{{{{Long}}}}"}""" },
            { "POST", "/price-lists", $$$$"""{"code":"a","title":"А","currency":"{{{{Long}}}}"}""" },
            { "POST", "/deal-kinds", $$$$"""{"code":"a","copyFrom":"{{{{Long}}}}"}""" },
            {
                "POST",
                "/deal-kinds",
                $$$$"""
                    {"code":"a","title":{"ru":"А","en":"A"},"stages":[{"code":"{{{{Long}}}}","next":"{{{{Long}}}}"}]}
                    """
            },
            {
                "POST",
                "/custom-fields",
                $$$$"""{"owner":"deal","code":"{{{{Long}}}}","type":"text","title":{"ru":"А","en":"A"}}"""
            },
            { "PATCH", "/settings", $$$$"""{"capabilities":{"{{{{Long}}}}":true}}""" },
            { "PATCH", "/settings", $$$$"""{"numbering":{"{{{{Long}}}}":{"{{{{Long}}}}":1}}}""" },
            { "PATCH", "/settings", $$$$"""{"timeZone":"{{{{Long}}}}","languages":["{{{{Long}}}}"]}""" },
        };

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_refusal_repeats_at_most_200_characters(string method, string path, string? body)
    {
        (string, string)[] headers =
            method == "PATCH" ? [("If-Match", (await host.Api.Get("/settings")).Must(200).ETag!)] : [];
        Short(await host.Api.Send(new HttpMethod(method), path, body, headers));
    }

    [Theory]
    [InlineData("/products/import")]
    [InlineData("/exchange-rates/import")]
    [InlineData("/bank-statements")]
    public async Task The_faults_of_a_file_repeat_at_most_200_characters(string path)
    {
        foreach (var text in (string[])[$"{Long};{Long}\n{Long};{Long}\n", $"date;amount;name\n{Long};{Long};{Long}\n"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.TryAddWithoutValidation("Content-Type", "text/csv; charset=utf-8");
            Short(
                await host.Api.SendRaw(HttpMethod.Post, path, content, [("Idempotency-Key", Guid.NewGuid().ToString())])
            );
        }
    }

    [Fact]
    public async Task Parts_and_headers_are_not_repeated_either()
    {
        var deal = (await host.Api.Post("/deals", new { title = "Длинно" })).Must(201).Id;
        using var form = new MultipartFormDataContent { { new StringContent("А"), Long } };
        Short(await host.Api.SendRaw(HttpMethod.Post, $"/deals/{deal}/attachments", form, []));
        Short(await host.Api.Patch("/deals/" + deal, new { title = "Б" }, $"\"{Long}\""));
        Short(await host.Api.Post("/deals", new { title = "Б" }, ("Idempotency-Key", Long)));
        Short(await host.Api.Get("/reports/sales-funnel", ("Crm-Min-Position", Long)));
    }

    private static void Short(Answer answer)
    {
        answer.Status.Should().BeInRange(400, 499, answer.Text);
        answer.Text.Should().NotContain(new string('x', 201));
        answer.Headers.Values.Should().NotContain(value => value.Contains(new string('x', 201)));
    }
}
