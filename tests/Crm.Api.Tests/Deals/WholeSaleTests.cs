namespace Crm.Api.Tests.Deals;

[Collection(HostCollection.Name)]
public sealed class WholeSaleTests(TestHost host)
{
    [Fact]
    public async Task A_standard_sale_goes_from_first_contact_to_paid_shipment()
    {
        var sale = await (await Sale.Open(host.Api)).ToWin();
        var deal = (await host.Api.Get(sale.Path)).Must(200);
        ((string)deal["status"]!).Should().Be("won");
        ((string)deal["closing"]!["outcome"]!).Should().Be("won");
    }

    [Fact]
    public async Task The_first_refusal_names_what_is_missing_and_the_call_that_fixes_it()
    {
        var sale = await Sale.Open(host.Api);
        var refused = await sale.TryComplete();
        refused.Must(409).Code.Should().Be("task.checks_unmet");
        refused.Blockers.Should().Equal("interaction.missing");
        var fix = refused["blockers"]![0]!["fix"]!;
        ((string)fix["operationId"]!).Should().Be("recordInteraction");
        (await host.Api.Post((string)fix["href"]!, new { kind = "call", description = "Позвонили" })).Must(201);
        await sale.Complete();
    }
}
