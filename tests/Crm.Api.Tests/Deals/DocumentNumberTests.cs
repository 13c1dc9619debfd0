namespace Crm.Api.Tests.Deals;

/// <summary>Deals, and the documents of a deal, are found by the number of a document as people type it.</summary>
public sealed class DocumentNumberTests
{
    [Fact]
    public async Task A_deal_is_found_by_the_number_of_each_of_its_documents()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship(1);
        await sale.Pay("12.00");
        var other = await Sale.Open(api);
        foreach (var noun in (string[])["proposals", "orders", "invoices", "shipments", "payments"])
        {
            var number = (string)(await api.Get($"{sale.Path}/{noun}")).Must(200)["items"]![0]!["number"]!;
            var last = number.Split('-')[^1];
            string[] typed =
            [
                number,
                number.ToLowerInvariant(),
                last,
                last.TrimStart('0'),
                $"{number.Split('-')[0]}-{last.TrimStart('0')}",
            ];
            foreach (var text in typed)
            {
                Ids(await api.Get($"/deals?documentNumber={text}")).Should().Contain(sale.Id).And.NotContain(other.Id);
                (await api.Get($"{sale.Path}/{noun}?number={text}")).Must(200)["items"]!
                    .AsArray()
                    .Should()
                    .HaveCount(1);
            }

            Ids(await api.Get($"/deals?q={number}")).Should().Contain(sale.Id, noun);
            Ids(await api.Get($"/deals?documentNumber={number}9")).Should().BeEmpty();
            (await api.Get($"{sale.Path}/{noun}?number={number}9")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        }

        (await api.Get("/deals?documentNumber=-")).Must(400);
    }

    [Fact]
    public async Task A_deal_without_a_closing_date_comes_last_in_both_directions()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var undated = await Sale.Open(api);
        List<string> dated = [];
        foreach (var day in (string[])["2027-01-01", "2027-02-01"])
            dated.Add((await api.Post("/deals", new { title = day, expectedCloseOn = day })).Must(201).Id);
        (await Paged("expectedCloseOn")).Should().Equal(dated[0], dated[1], undated.Id);
        (await Paged("-expectedCloseOn")).Should().Equal(dated[1], dated[0], undated.Id);

        async Task<List<string>> Paged(string sort)
        {
            List<string> found = [];
            string? cursor = null;
            do
            {
                var page = (
                    await api.Get($"/deals?sort={sort}&limit=1" + (cursor is null ? "" : $"&cursor={cursor}"))
                ).Must(200);
                found.AddRange(Ids(page));
                cursor = (string?)page["nextCursor"];
            } while (cursor is not null);
            return found;
        }
    }

    private static string[] Ids(Answer answer) =>
        [.. answer.Must(200)["items"]!.AsArray().Select(one => (string)one!["id"]!)];
}
