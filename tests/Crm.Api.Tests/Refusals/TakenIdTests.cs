using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Refusals;

/// <summary>A supplied id that something else has answers the same whether the caller may see that or not.</summary>
[Collection(HostCollection.Name)]
public sealed class TakenIdTests(TestHost host)
{
    private const string Line = """{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}""";

    public static TheoryData<string, string> Creations =>
        new()
        {
            { "/deals", """{"title":"Моё","id":"{id}"}""" },
            { "/clients", """{"name":"Моё","id":"{id}"}""" },
            { "{deal}/comments", """{"text":"Моё","id":"{id}"}""" },
            { "{deal}/interactions", """{"kind":"call","description":"Моё","id":"{id}"}""" },
            { "{deal}/proposals", $$"""{"lines":[{{Line}}],"validUntil":"2027-01-01","id":"{id}"}""" },
            { "{deal}/orders", $$"""{"lines":[{{Line}}],"id":"{id}"}""" },
            { "{deal}/invoices", """{"amount":{"amount":"3.00","currency":"RUB"},"id":"{id}"}""" },
            { "{deal}/payments", """{"amount":{"amount":"3.00","currency":"RUB"},"id":"{id}"}""" },
        };

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task Visible_and_invisible_holders_of_an_id_answer_alike(string path, string body)
    {
        var me = (await host.Api.Post("/users", new { name = "Я" })).Must(201).Id;
        var other = (await host.Api.Post("/users", new { name = "Другой" })).Must(201).Id;
        var api = await host.App.AsUser(Guid.Parse(me));
        var (visible, invisible) = (await Holders(me), await Holders(other));
        (await api.Get("/deals/" + visible[0])).Must(200);
        (await api.Get("/deals/" + invisible[0])).Must(404);

        List<string> different = [];
        for (var i = 0; i < visible.Length; i++)
        {
            var (seen, hidden) = (await Create(visible[i]), await Create(invisible[i]));
            if (seen != hidden)
                different.Add($"holder {i}: {seen} | {hidden}");
        }

        different.Should().BeEmpty();

        async Task<string> Create(string id)
        {
            var deal = (await host.Api.Post("/deals", new { title = "Новая", managerId = me })).Must(201).Id;
            var answer = await api.PostOnce(
                path.Replace("{deal}", "/deals/" + deal, StringComparison.Ordinal),
                body.Replace("{id}", id, StringComparison.Ordinal)
            );
            return answer.Status < 300 ? $"{answer.Status}" : Shape(answer, id, deal);
        }
    }

    /// <summary>What a user without rights on it repeats of somebody else's creation tells nothing about it.</summary>
    [Fact]
    public async Task The_very_request_that_made_an_invisible_deal_is_answered_like_any_other()
    {
        var (maker, me) = (
            (await host.Api.Post("/users", new { name = "Другой" })).Must(201).Id,
            (await host.Api.Post("/users", new { name = "Я" })).Must(201).Id
        );
        var id = Guid.NewGuid().ToString();
        (await (await host.App.AsUser(Guid.Parse(maker))).Post("/deals", new { title = "Чужая", id })).Must(201);
        var api = await host.App.AsUser(Guid.Parse(me));

        var same = (await api.Post("/deals", new { title = "Чужая", id })).Must(409);
        var different = (await api.Post("/deals", new { title = "Иная", id })).Must(409);

        Shape(same, id, "").Should().Be(Shape(different, id, ""));
    }

    /// <summary>Ids of a deal and of what belongs to it, some given by the client and some by the server.</summary>
    private async Task<string[]> Holders(string manager)
    {
        var deal = (
            await host.Api.Post(
                "/deals",
                new
                {
                    title = "Держатель",
                    managerId = manager,
                    id = Guid.NewGuid(),
                }
            )
        ).Must(201).Id;
        var plain = (await host.Api.Post("/deals", new { title = "Держатель", managerId = manager })).Must(201).Id;
        var proposal = JsonNode.Parse(
            $$"""{"lines":[{{Line}}],"validUntil":"2027-01-01","id":"{{Guid.NewGuid()}}"}"""
        )!;
        var order = JsonNode.Parse($$"""{"lines":[{{Line}}],"id":"{{Guid.NewGuid()}}"}""")!;
        return
        [
            deal,
            plain,
            (await host.Api.Post($"/deals/{deal}/proposals", proposal.ToJsonString())).Must(201).Id,
            (await host.Api.PostOnce($"/deals/{deal}/orders", order.ToJsonString())).Must(201).Id,
            (await host.Api.PostOnce($"/deals/{deal}/payments", new { amount = Sale.Rub("1.00"), id = Guid.NewGuid() }))
                .Must(201)
                .Id,
            (await host.Api.PostOnce($"/deals/{deal}/payments", new { amount = Sale.Rub("1.00") })).Must(201).Id,
        ];
    }

    private static string Shape(Answer answer, string id, string deal)
    {
        var problem = answer.Json.AsObject();
        problem.Remove("traceId");
        var text = $"{answer.Status} {problem.ToJsonString()}".Replace(id, "{id}", StringComparison.Ordinal);
        return deal.Length == 0 ? text : text.Replace(deal, "{deal}", StringComparison.Ordinal);
    }
}
