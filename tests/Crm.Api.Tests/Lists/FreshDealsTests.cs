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

    /// <summary>Search words are stored per part: a changed part replaces its own words and leaves those of the others.</summary>
    [Fact]
    public async Task Each_part_of_a_deal_is_found_by_the_words_that_it_has_now()
    {
        var mark = Guid.NewGuid().ToString("N");
        var deal = (
            await data.Api.Post(
                "/deals",
                new
                {
                    title = "т1" + mark,
                    kind = "manual-sale",
                    comment = "к1" + mark,
                    interest = new[] { new { text = "и1" + mark } },
                    externalRefs = new[] { new { system = "erp", id = "с1" + mark } },
                }
            )
        ).Must(201);
        async Task<int> Found(string word) =>
            (await data.Api.Get($"/deals?q={word}{mark}")).Must(200)["items"]!
                .AsArray()
                .Count(x => (string)x!["id"]! == deal.Id);
        foreach (var word in (string[])["т1", "к1", "и1", "с1"])
            (await Found(word)).Should().Be(1, word);
        (await Found($"т1{mark} к1")).Should().Be(1, "the words of one search may be in several parts");

        (await data.Api.Patch("/deals/" + deal.Id, new { title = "т2" + mark })).Must(200);
        (await data.Api.Patch("/deals/" + deal.Id, new { comment = (string?)null })).Must(200);
        (
            await data.Api.Patch(
                "/deals/" + deal.Id,
                new { externalRefs = new[] { new { system = "erp", id = "с2" + mark } } }
            )
        ).Must(200);
        (await data.Api.Post($"/deals/{deal.Id}/interest", new { lines = new[] { new { text = "и2" + mark } } })).Must(
            200
        );
        foreach (var word in (string[])["т2", "и2", "с2"])
            (await Found(word)).Should().Be(1, word);
        foreach (var word in (string[])["т1", "к1", "и1", "с1"])
            (await Found(word)).Should().Be(0, word);
    }

    [Fact]
    public async Task Parts_of_a_deal_have_pages_as_well()
    {
        var id = (await data.Api.Post("/deals", new { title = "С заметками", kind = "manual-sale" })).Must(201).Id;
        for (var i = 0; i < 5; i++)
            (await data.Api.Post($"/deals/{id}/comments", new { text = $"{i}" })).Must(201);
        List<string> seen = [];
        for (var next = $"/deals/{id}/comments?limit=2"; next is not null; )
        {
            var page = (await data.Api.Get(next)).Must(200);
            seen.AddRange(page["items"]!.AsArray().Select(x => (string)x!["text"]!));
            next = page.Headers.TryGetValue("Link", out var link)
                ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
                : null;
            (next is null).Should().Be(page["nextCursor"] is null);
        }

        seen.Should().Equal("0", "1", "2", "3", "4");
        (await data.Api.Get($"/deals/{id}/comments?limit=0")).Must(400).Code.Should().Be("limit.invalid");
        (await data.Api.Get($"/deals/{id}/comments?cursor=abc")).Must(400).Code.Should().Be("cursor.invalid");
        (await data.Api.Get($"/deals/{id}/history?type=nonsense")).Must(400).Code.Should().Be("parameter.invalid");
    }
}
