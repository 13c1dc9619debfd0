using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Api.Access;
using Crm.Api.Paging;
using Microsoft.AspNetCore.Http;

namespace Crm.Api.Tests.Lists;

/// <summary>A page of any list ends after 1 MiB of rendered items, never before its first item, and goes on by its cursor.</summary>
[Collection(HostCollection.Name)]
public sealed class PageBytesTests(TestHost host)
{
    private const int Most = 1024 * 1024;

    [Fact]
    public async Task Large_items_of_every_kind_of_list_are_walked_page_by_page()
    {
        var client = (await host.Api.Post("/clients", new { name = "ООО Каталог", kind = "company" })).Must(201).Id;
        var (deal, moment) = await LargeDeals(client);
        foreach (
            var path in (string[])
                [
                    $"/deals?clientId={client}&count=true",
                    $"/deals/{deal}/proposals?",
                    $"/deals/{deal}/proposals?asOf={moment}",
                    $"/deals/{deal}/comments?",
                    $"/deals/{deal}/comments?knownAt={moment}",
                    $"/deals/{deal}/history?",
                ]
        )
        {
            var small = await Walk(path, 3);
            small.Count.Should().BeGreaterThan(3, path);
            var pages = await Pages(path, 200);
            pages.Count.Should().BeInRange(2, small.Count - 1, path);
            pages.SelectMany(page => page).Select(Id).Should().Equal(small, path);
            pages.Should().AllSatisfy(page => Size(page).Should().BeLessThanOrEqualTo(Most, path));
            foreach (var (page, next) in pages.Zip(pages.Skip(1)))
                Size([.. page, next[0]]).Should().BeGreaterThan(Most, $"{path}: the page ended where it had to");
        }
    }

    [Fact]
    public async Task An_item_that_is_too_large_is_a_page_of_its_own()
    {
        var items = new[] { new string('a', 10), new string('b', 2 * Most), new string('c', 3 * Most), "d" };
        var cursors = new CursorSeal([1, 2, 3]);
        List<string> pages = [];
        for (string? next = ""; next is not null; )
        {
            var http = new DefaultHttpContext { RequestServices = host.App.Host.Services };
            http.Request.QueryString = new QueryString(next.Length == 0 ? "" : "?cursor=" + next);
            http.Items[typeof(Viewer)] = new Viewer(Caller.Server, "en");
            using var body = new MemoryStream();
            http.Response.Body = body;
            await Crm.Api.Paging.Pages.Cut(http, cursors, items, item => item[..1]).ExecuteAsync(http);
            var page = JsonNode.Parse(Encoding.UTF8.GetString(body.ToArray()))!;
            pages.Add(string.Concat(page["items"]!.AsArray().Select(item => ((string)item!)[..1])));
            next = (string?)page["nextCursor"];
        }

        pages.Should().Equal("a", "b", "c", "d");
    }

    /// <summary>Deals with 300 lines of interest each; the last one with large proposals and comments.</summary>
    private async Task<(string Deal, string Moment)> LargeDeals(string client)
    {
        var deal = "";
        for (var i = 0; i < 12; i++)
        {
            var interest = Enumerable.Range(0, 300).Select(n => new { text = $"{n} " + new string('Ж', 190) });
            var body = new
            {
                title = "Каталог",
                kind = "manual-sale",
                clientId = client,
                interest,
            };
            deal = (await host.Api.Post("/deals", body)).Must(201).Id;
        }

        var lines = Enumerable
            .Range(0, 250)
            .Select(n => new
            {
                name = $"{n} " + new string('Н', 150),
                quantity = 1,
                price = Sale.Rub("1.00"),
                vatRate = 20,
            });
        for (var i = 0; i < 8; i++)
            (await host.Api.Post($"/deals/{deal}/proposals", new { lines, validUntil = "2027-06-30" })).Must(201);
        for (var i = 0; i < 80; i++)
            (await host.Api.Post($"/deals/{deal}/comments", new { text = $"{i} " + new string('К', 9_900) })).Must(201);
        return (
            deal,
            host.App.Clock.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
    }

    private static string Id(JsonNode? item) => (string)item!["id"]!;

    private static int Size(IEnumerable<JsonNode?> items) =>
        items.Sum(item => Encoding.UTF8.GetByteCount(item!.ToJsonString(Plain)) + 1);

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private async Task<List<string>> Walk(string path, int limit) =>
        [.. (await Pages(path, limit)).SelectMany(page => page).Select(Id)];

    private async Task<List<JsonNode?[]>> Pages(string path, int limit)
    {
        List<JsonNode?[]> pages = [];
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (
                await host.Api.Get($"{path}&limit={limit}" + (cursor.Length > 0 ? "&cursor=" + cursor : ""))
            ).Must(200);
            pages.Add([.. page["items"]!.AsArray()]);
            cursor = (string?)page["nextCursor"];
        }

        return pages;
    }
}
