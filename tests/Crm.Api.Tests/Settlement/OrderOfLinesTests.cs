using System.Text.Json.Nodes;
using Crm.Api.Tests.Printing;

namespace Crm.Api.Tests.Settlement;

/// <summary>The order in which lines were given is kept in every document, and in prints.</summary>
[Collection(HostCollection.Name)]
public sealed class OrderOfLinesTests(TestHost host)
{
    private static readonly string[] Given = [.. "одинбтривгдежз".Select((c, i) => $"{c}{i}")];

    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Documents_and_prints_have_the_lines_as_they_were_given()
    {
        var sale = await Sale.Open(api);
        var lines = Given.Select(name => new
        {
            name,
            quantity = 2,
            price = Sale.Rub("100.00"),
            vatRate = 20,
        });
        var proposal = (await api.Post(sale.Path + "/proposals", new { lines, validUntil = "2027-06-30" })).Must(201);
        (await api.Post($"/proposals/{proposal.Id}/issue")).Must(200);
        Names(proposal).Should().Equal(Given);
        var order = (await api.Post(sale.Path + "/orders", new { proposalId = proposal.Id })).Must(201);
        Names(order).Should().Equal(Given);
        var first = (string)order["lines"]![3]!["lineId"]!;
        var part = new { orderId = order.Id, lines = new[] { new { lineId = first, quantity = 1 } } };
        (await api.PostOnce(sale.Path + "/shipments", part)).Must(201);

        var invoice = (await api.Post(sale.Path + "/invoices", new { orderId = order.Id })).Must(201);
        Names(invoice).Should().Equal(Given);
        var anew = (await api.Post($"{sale.Path}/invoices/{invoice.Id}/reissue", new { reason = "Срок" })).Must(201);
        Names(anew).Should().Equal(Given);
        var shipment = (await api.PostOnce(sale.Path + "/shipments", new { orderId = order.Id, rest = true })).Must(
            201
        );
        Names(shipment).Should().Equal(Given);
        var rest = new
        {
            shipmentId = shipment.Id,
            rest = true,
            reason = "Брак",
        };
        Names((await api.PostOnce(sale.Path + "/returns", rest)).Must(201)).Should().Equal(Given);

        foreach (var path in (string[])[$"/proposals/{proposal.Id}", $"{sale.Path}/invoices/{anew.Id}"])
        {
            var page = (await api.Get(path + "/document?lang=ru", ("Accept", "text/html"))).Must(200).Text;
            PrintedAmounts.OfHtml(page, "ru").Lines.Select(line => line.Name).Should().Equal(Given);
        }
    }

    private static IEnumerable<string> Names(Answer document) =>
        document["lines"]!.AsArray().Select(line => (string)line!["name"]!);
}
