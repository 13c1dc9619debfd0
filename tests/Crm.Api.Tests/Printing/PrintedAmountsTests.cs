using System.Text.Json.Nodes;
using Crm.Api.Printing;

namespace Crm.Api.Tests.Printing;

/// <summary>
/// Over random documents, as PDF and HTML, in Russian and English: the printed lines, subtotal, discount, VAT and total equal the
/// members of the API and an independent calculation.
/// </summary>
[Collection(IssuedPrintCollection.Name)]
public sealed class PrintedAmountsTests(TestHost host)
{
    private static readonly Cases Sales = new(Few: 5, Full: 40);

    [Fact]
    public async Task Every_print_says_what_the_API_says()
    {
        await host.Api.AddAccounts("JPY", "KWD");
        var (printed, discounted, inside) = (0, 0, 0);
        for (var seed = 0; seed < Sales.Count; seed++)
        {
            var sale = new PrintedSale(host.Api, new Random(seed));
            await sale.Sell();
            foreach (var document in sale.Documents)
            {
                var expected = ExpectedAmounts.Of(document.Answer, document.Net);
                ((bool)document.Answer["priceIncludesVat"]!).Should().Be(sale.IncludesVat, document.Path);
                foreach (var language in (string[])["ru", "en"])
                {
                    expected.Match(PrintedAmounts.OfHtml(await Html(document, language), language), language);
                    expected.Match(PrintedAmounts.OfPdf(await Pdf(document, language), language), language);
                }

                printed++;
                discounted += expected.Discount > 0 ? 1 : 0;
                inside += sale.IncludesVat ? 1 : 0;
            }
        }

        discounted.Should().BeInRange(3, printed - 3);
        inside.Should().BeInRange(3, printed - 3);
    }

    private async Task<string> Html(PrintableDocument document, string language) =>
        (await host.Api.Get($"{document.Path}?lang={language}", ("Accept", "text/html"))).Must(200).Text;

    private async Task<byte[]> Pdf(PrintableDocument document, string language)
    {
        using var client = host.App.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{document.Path}?lang={language}");
        request.Headers.TryAddWithoutValidation("Accept", "application/pdf");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + host.Api.Key);
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(200);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
