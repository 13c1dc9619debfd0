namespace Crm.Api.Tests.Lists;

/// <summary>A search without words would match everything: it is refused. An empty form field is no search.</summary>
[Collection(HostCollection.Name)]
public sealed class NoWordsTests(TestHost host)
{
    [Theory]
    [InlineData("/deals"), InlineData("/clients")]
    public async Task A_search_without_a_letter_or_digit_is_refused(string list)
    {
        foreach (var text in (string[])["...", "-", "«»", "%", "_", "*", ":*", "&|!", "😀", " - "])
        {
            var refused = (await host.Api.Get($"{list}?q={Uri.EscapeDataString(text)}")).Must(400);
            refused.Code.Should().Be("search.no_words", text);
            ((string)refused["errors"]![0]!["parameter"]!).Should().Be("q");
            ((string)refused["errors"]![0]!["detail"]!).Should().Contain("letter");
        }

        (await host.Api.Get(list + "?q=")).Must(200);
        (await host.Api.Get(list + "?q=%20")).Must(200);
        (await host.Api.Get(list + "?q=1")).Must(200);
    }
}
