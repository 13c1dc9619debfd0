using Crm.Api.Tests.Contract;

namespace Crm.Api.Tests.Deals;

/// <summary>
/// A part of a deal is read without the rest of its stream: an event that cannot be read breaks only what it belongs to.
/// A host of its own, because events are broken in its database.
/// </summary>
public sealed class PartsAloneTests(TestHost host) : IClassFixture<TestHost>
{
    /// <summary>They show every event, or a part of the one that is broken.</summary>
    private static readonly string[] ReadWhole = ["/history", "/stages", "/comments", "/comments/{commentId}"];

    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Every_part_is_read_past_a_broken_event_of_another_kind()
    {
        var sale = await (await Sale.Open(Api)).ToWin();
        (await Api.Post(sale.Path + "/comments", new { text = "Поломка" })).Must(201);
        await Break(sale, "comment_added");
        (await Api.Get(sale.Path + "/comments")).Must(500).Code.Should().Be("internal.error", "the event is broken");

        var parts = ContractFile
            .Operations(ContractFile.Read())
            .Select(one => one.Name)
            .Where(name => name.StartsWith("GET /api/v1/deals/{dealId}/", StringComparison.Ordinal))
            .Select(name => name["GET /api/v1/deals/{dealId}".Length..])
            .Except(ReadWhole)
            .ToArray();
        parts.Should().HaveCountGreaterThan(18);
        var unseen = Guid.NewGuid().ToString();
        foreach (var part in parts)
        {
            var noun = part.Split('/')[1];
            var list =
                part.Contains('{', StringComparison.Ordinal) && !part.StartsWith("/proposals", StringComparison.Ordinal)
                    ? (await Api.Get($"{sale.Path}/{noun}")).Must(200)["items"]!.AsArray()
                    : [];
            var id = list.Count > 0 ? (string)list[0]!["id"]! : unseen;
            var answer = await Api.Get(sale.Path + Filled(part, id));
            answer.Status.Should().Be(id == unseen && part.Contains('{', StringComparison.Ordinal) ? 404 : 200, part);
        }

        (await Api.Get($"/proposals/{sale.ProposalId}")).Must(200);
        (await Api.Get($"/proposals/{sale.ProposalId}/document")).Must(200);
    }

    [Fact]
    public async Task Commands_on_a_part_answer_past_a_broken_event_of_another_kind()
    {
        var sale = await (await Sale.Open(Api)).ToFulfilment();
        (await Api.Post(sale.Path + "/comments", new { text = "Поломка" })).Must(201);
        await Break(sale, "comment_added");
        (await Api.Post($"{sale.Path}/invoices/{sale.InvoiceId}/cancel", new { reason = "Ошибка" })).Must(200);
    }

    [Fact]
    public async Task A_page_of_proposals_is_read_without_the_others()
    {
        var sale = await (await (await Sale.Open(Api)).Contacted()).Qualified();
        List<string> all = [];
        for (var i = 0; i < 3; i++)
        {
            var lines = new[]
            {
                new
                {
                    name = $"{i}",
                    quantity = 1,
                    price = Sale.Rub("1.00"),
                },
            };
            var body = new { lines, validUntil = "2027-06-30" };
            all.Add((await Api.Post(sale.Path + "/proposals", body)).Must(201).Id);
        }

        var broken = all.Order(StringComparer.Ordinal).Last();
        await host.App.Execute($"update crm.mt_doc_proposal set data = '{{\"state\": 1}}' where id = '{broken}'");
        var page = (await Api.Get(sale.Path + "/proposals?limit=1")).Must(200);
        page = (await Api.Get($"{sale.Path}/proposals?limit=1&cursor={page["nextCursor"]}")).Must(200);
        page["nextCursor"].Should().NotBeNull("the broken one follows");
        (await Api.Get(sale.Path + "/proposals")).Must(500).Code.Should().Be("internal.error");
    }

    private static string Filled(string part, string id) =>
        part.IndexOf('{', StringComparison.Ordinal) is > 0 and var begin
            ? part[..begin] + id + part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..]
            : part;

    private Task Break(Sale sale, string type) =>
        host.App.Execute(
            $"update crm_events.mt_events set data = '{{\"text\": 1}}' where stream_id = '{sale.Id}' and type = '{type}'"
        );
}
