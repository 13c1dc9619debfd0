namespace Crm.Api.Tests.Refusals;

/// <summary>docs/domain.md, Repeating: a state that already holds is 200 without an event; the same id twice is one resource.</summary>
[Collection(HostCollection.Name)]
public sealed class RepeatingTests(TestHost host)
{
    [Fact]
    public async Task What_already_holds_is_no_event()
    {
        var sale = await Sale.Open(host.Api);
        var task = await sale.Task();
        await sale.Contacted();
        await sale.Qualified();
        await sale.Proposed();
        await Holds(sale, $"{sale.Path}/tasks/{task}/complete", new { });
        await Holds(sale, $"{sale.Path}/client", new { clientId = sale.ClientId });
        await Holds(sale, $"{sale.Path}/interest", new { lines = new[] { new { text = "Принтер", quantity = 3 } } });
        await Holds(sale, $"{sale.Path}/move", new { stage = "presentation" });
        await Holds(sale, $"/proposals/{sale.ProposalId}/issue", new { });
        (await host.Api.Post($"/proposals/{sale.ProposalId}/send")).Must(200);
        await Holds(sale, $"/proposals/{sale.ProposalId}/send", new { });
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        await Holds(sale, $"{sale.Path}/close", new { outcome = "lost", lostReason = "timing" });
        await Holds(sale, $"{sale.Path}/tasks/{task}/complete", new { });
        (await host.Api.Post(sale.Path + "/close", new { outcome = "won" })).Must(409).Code.Should().Be("deal.closed");
        (await host.Api.Post($"/proposals/{sale.ProposalId}/withdraw", new { reason = "А" })).Must(200);
    }

    private async Task Holds(Sale sale, string path, object body)
    {
        var before = await host.Api.Get(sale.Path);
        var events = (await host.Api.Get(sale.Path + "/history?limit=200"))["items"]!
            .AsArray()
            .Select(x => (long)x!["sequence"]!)
            .ToArray();
        var answer = (await host.Api.Post(path, body)).Must(200);
        answer.Position.Should().Be(events[^1], path);
        (await host.Api.Get(sale.Path)).Text.Should().Be(before.Text, path);
    }

    [Theory]
    [InlineData("/deals", """{"title":"А","id":"{id}"}""", """{"title":"Б","id":"{id}"}""")]
    [InlineData("/clients", """{"name":"А","id":"{id}"}""", """{"name":"Б","id":"{id}"}""")]
    [InlineData("/products", """{"name":"А","id":"{id}"}""", """{"name":"Б","id":"{id}"}""")]
    [InlineData("/users", """{"name":"А","id":"{id}"}""", """{"name":"Б","id":"{id}"}""")]
    [InlineData("/deals/{deal}/comments", """{"text":"А","id":"{id}"}""", """{"text":"Б","id":"{id}"}""")]
    [InlineData(
        "/deals/{deal}/interactions",
        """{"kind":"call","description":"А","id":"{id}"}""",
        """{"kind":"call","description":"Б","id":"{id}"}"""
    )]
    [InlineData(
        "/deals/{deal}/presentations",
        """{"heldAt":"2026-11-20T00:00:00Z","outcome":"А","id":"{id}"}""",
        """{"heldAt":"2026-11-20T00:00:00Z","outcome":"Б","id":"{id}"}"""
    )]
    [InlineData(
        "/deals/{deal}/payments",
        """{"amount":{"amount":"1.00","currency":"RUB"},"id":"{id}"}""",
        """{"amount":{"amount":"2.00","currency":"RUB"},"id":"{id}"}"""
    )]
    [InlineData(
        "/deals/{deal}/orders",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}],"id":"{id}"}""",
        """{"lines":[{"name":"Б","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}],"id":"{id}"}"""
    )]
    [InlineData(
        "/deals/{deal}/invoices",
        """{"amount":{"amount":"1.00","currency":"RUB"},"id":"{id}"}""",
        """{"amount":{"amount":"2.00","currency":"RUB"},"id":"{id}"}"""
    )]
    [InlineData(
        "/deals/{deal}/proposals",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}],"validUntil":"2027-01-01","id":"{id}"}""",
        """{"lines":[{"name":"А","quantity":2,"price":{"amount":"1.00","currency":"RUB"}}],"validUntil":"2027-01-01","id":"{id}"}"""
    )]
    [InlineData("/clients/{client}/contacts", """{"name":"А","id":"{id}"}""", """{"name":"Б","id":"{id}"}""")]
    public async Task An_id_of_the_client_names_one_thing(string path, string body, string other)
    {
        var (id, sale, client) = (
            Guid.CreateVersion7().ToString(),
            await Sale.Open(host.Api),
            (await host.Api.Post("/clients", new { name = "А" })).Must(201).Id
        );
        path = path.Replace("{deal}", sale.Id, StringComparison.Ordinal)
            .Replace("{client}", client, StringComparison.Ordinal);
        var first = (await Send(body)).Must(201);
        if (!path.EndsWith("/contacts", StringComparison.Ordinal))
        {
            first.Id.Should().Be(id);
            first.Headers["Location"].Should().EndWith(id);
            (await host.Api.Get(first.Headers["Location"])).Must(200).Text.Should().Be(first.Text);
        }

        var again = (await Send(body)).Must(200);
        again.Text.Should().Be(first.Text);
        again.ETag.Should().Be(first.ETag);
        again.Position.Should().Be(first.Position);
        (await Send(other)).Must(409).Code.Should().Be("id.taken");

        Task<Answer> Send(string text) => host.Api.PostOnce(path, text.Replace("{id}", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_id_of_something_else_is_taken_and_nothing_of_it_changes()
    {
        var (sale, other) = (
            await (await (await (await Sale.Open(host.Api)).Contacted()).Qualified()).Proposed(),
            await Sale.Open(host.Api)
        );
        var untouched = await host.Api.Get("/proposals/" + sale.ProposalId);
        var lines = new[]
        {
            new
            {
                name = "Чужое",
                quantity = 1,
                price = Sale.Rub("1.00"),
            },
        };
        foreach (var id in (string[])[sale.ProposalId, sale.Id, other.Id, sale.ClientId])
            (
                await host.Api.Post(
                    other.Path + "/proposals",
                    new
                    {
                        lines,
                        validUntil = "2027-01-01",
                        id,
                    }
                )
            ).Must(409).Code.Should().Be("id.taken", id);
        (await host.Api.Get("/proposals/" + sale.ProposalId)).Text.Should().Be(untouched.Text);
        (await host.Api.Get(other.Path + "/proposals"))["items"]!.AsArray().Should().BeEmpty();
        (await host.Api.Post("/deals", new { title = "А", id = sale.ClientId })).Must(409).Code.Should().Be("id.taken");
        (await host.Api.Post("/clients", new { name = "А", id = sale.Id })).Must(409).Code.Should().Be("id.taken");
    }

    [Fact]
    public async Task One_id_on_two_deals_at_once_is_taken_once()
    {
        var sales = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sale.Open(host.Api)));
        var id = Guid.CreateVersion7();
        var answers = await Task.WhenAll(
            sales.Select(x => Task.Run(() => host.Api.Post(x.Path + "/comments", new { text = "А", id })))
        );
        answers.Count(x => x.Status == 201).Should().Be(1);
        answers.Where(x => x.Status != 201).Should().OnlyContain(x => x.Status == 409 && x.Code == "id.taken");
        id = Guid.CreateVersion7();
        answers = await Task.WhenAll(
            sales.Select(x =>
                Task.Run(() =>
                    host.Api.Post(
                        x.Path + "/proposals",
                        new
                        {
                            lines = new[]
                            {
                                new
                                {
                                    name = "А",
                                    quantity = 1,
                                    price = Sale.Rub("1.00"),
                                },
                            },
                            validUntil = "2027-01-01",
                            id,
                        }
                    )
                )
            )
        );
        answers.Count(x => x.Status == 201).Should().Be(1);
        answers.Where(x => x.Status != 201).Should().OnlyContain(x => x.Status == 409 && x.Code == "id.taken");
    }

    [Fact]
    public async Task A_code_of_a_catalogue_is_taken_once()
    {
        var code = "c" + Guid.NewGuid().ToString("N");
        foreach (
            var (path, body, other, taken) in ((string, object, object, string)[])
                [
                    ("/products", new { code, name = "А" }, new { code, name = "Б" }, "product.taken"),
                    ("/sources", new { code, title = "А" }, new { code, title = "Б" }, "source.taken"),
                    ("/lost-reasons", new { code, title = "А" }, new { code, title = "Б" }, "lost_reason.taken"),
                ]
        )
        {
            var first = (await host.Api.Post(path, body)).Must(201);
            (await host.Api.Post(path, body)).Must(200).Text.Should().Be(first.Text);
            (await host.Api.Post(path, other)).Must(409).Code.Should().Be(taken);
        }
    }
}
