namespace Crm.Api.Tests.Catalog;

/// <summary>Codes and prices of price lists.</summary>
internal static class PriceLists
{
    private static int made;

    public static async Task SetPrice(this Testing.Api api, string list, string product, string price, string from) =>
        (
            await api.Post(
                $"/price-lists/{list}/prices",
                new
                {
                    productId = product,
                    price = Sale.Rub(price),
                    validFrom = from,
                }
            )
        ).Must(200);

    public static string Fresh(string prefix) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{prefix}-{Interlocked.Increment(ref made)}-p"
        );
}
