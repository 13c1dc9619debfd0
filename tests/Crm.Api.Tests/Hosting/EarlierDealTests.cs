using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>A deal that a build of the release before wrote during an upgrade has lost what that build does not know.</summary>
[Collection(HostCollection.Name)]
public sealed class EarlierDealTests(TestHost host)
{
    [Fact]
    public async Task Is_read_from_its_events_again()
    {
        var sale = await Sale.Open(host.Api);
        var payment = (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("500.00") }))
            .Must(201)
            .Id;
        await Damage(sale);
        var read = (await host.Api.Get($"{sale.Path}/payments/{payment}")).Must(200);
        ((string)read["advance"]!["amount"]!).Should().Be("500.00");
        await Damage(sale);
        var reversed = (await host.Api.Post($"{sale.Path}/payments/{payment}/reverse", new { reason = "Ошибка" })).Must(
            200
        );
        ((string)reversed["reversal"]!["reason"]!).Should().Be("Ошибка");
    }

    private async Task Damage(Sale sale)
    {
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "update crm.mt_doc_deal set data = (data - 'model') #- '{state,ledger,receipts}' where id = $1",
            connection
        )
        {
            Parameters = { new() { Value = Guid.Parse(sale.Id) } },
        };
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).Should().Be(1);
    }
}
