namespace Crm.Api.Tests.Lists;

/// <summary>Lists and parts of deals right after a write.</summary>
[Collection(HostCollection.Name)]
public sealed class FreshDealsTests(TestHost data)
{
    [Fact]
    public async Task What_was_written_a_moment_ago_is_found_under_its_new_name()
    {
        var word = "слово" + Guid.NewGuid().ToString("N");
        var id = (await data.Api.Post("/deals", new { title = word, kind = "manual-sale" })).Must(201).Id;
        (await data.Api.Get("/deals?q=" + word))["items"]!.AsArray().Should().ContainSingle();
        (await data.Api.Patch("/deals/" + id, new { title = "Иначе" })).Must(200);
        (await data.Api.Get("/deals?q=" + word))["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Parts_of_a_deal_have_pages_as_well()
    {
        var id = (await data.Api.Post("/deals", new { title = "С заметками", kind = "manual-sale" })).Must(201).Id;
        for (var i = 0; i < 5; i++) (await data.Api.Post($"/deals/{id}/comments", new { text = $"{i}" })).Must(201);
        List<string> seen = [];
        for (var next = $"/deals/{id}/comments?limit=2"; next is not null;)
        {
            var page = (await data.Api.Get(next)).Must(200);
            seen.AddRange(page["items"]!.AsArray().Select(x => (string)x!["text"]!));
            next = page.Headers.TryGetValue("Link", out var link) ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            (next is null).Should().Be(page["nextCursor"] is null);
        }

        seen.Should().Equal("0", "1", "2", "3", "4");
        (await data.Api.Get($"/deals/{id}/comments?limit=0")).Must(400).Code.Should().Be("limit.invalid");
        (await data.Api.Get($"/deals/{id}/comments?cursor=abc")).Must(400).Code.Should().Be("cursor.invalid");
        (await data.Api.Get($"/deals/{id}/history?type=nonsense")).Must(400).Code.Should().Be("parameter.invalid");
    }
}
