using Npgsql;

namespace Crm.Api.Tests.Printing;

/// <summary>A sale with an issued proposal and an invoice, and their prints.</summary>
public abstract class IssuedPrints(TestHost host) : IAsyncLifetime
{
    protected CrmApp App { get; } = host.App;
    protected Testing.Api Api { get; } = host.Api;
    protected Sale Sale { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (
            await Api.Patch(
                "/settings",
                new
                {
                    languages = (string[]?)null,
                    branding = (object?)null,
                    company = new
                    {
                        name = "Поставщик",
                        registeredName = "ООО «Поставщик»",
                        taxId = "7701234567",
                        bankName = "ПАО СБЕРБАНК",
                        bic = "044525225",
                        account = "40702810438000060473",
                        correspondentAccount = "30101810400000000225",
                    },
                }
            )
        ).Must(200);
        Sale = await (await Sale.Open(Api)).ToFulfilment();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    protected string Proposal => $"/proposals/{Sale.ProposalId}/document";
    protected string Invoice => $"{Sale.Path}/invoices/{Sale.InvoiceId}/document";

    protected async Task<(byte[] Bytes, string? ETag)> Printed(Testing.Api who, string path, string accept, string lang)
    {
        using var client = App.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}?lang={lang}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + who.Key);
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(200);
        return (await response.Content.ReadAsByteArrayAsync(), response.Headers.ETag?.ToString());
    }

    protected async Task<long> Scalar(string sql)
    {
        await using var connection = new NpgsqlConnection(App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

[CollectionDefinition(Name)]
public sealed class IssuedPrintCollection : ICollectionFixture<TestHost>
{
    public const string Name = "issued-prints";
}
