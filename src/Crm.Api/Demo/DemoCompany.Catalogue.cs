using System.Globalization;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>Custom fields, products, price lists and rates of the demo company.</summary>
internal sealed partial class DemoCompany
{
    private IEnumerable<DemoCommand> Fields()
    {
        yield return Field(
            "deal",
            "object-type",
            "Тип объекта",
            "Kind of premises",
            [
                ("office", "Офис", "Office"),
                ("school", "Учебный центр", "School"),
                ("clinic", "Клиника", "Clinic"),
                ("coworking", "Коворкинг", "Co-working"),
            ]
        );
        yield return Field("deal", "area", "Площадь, м²", "Area, m²", null);
        yield return Field(
            "client",
            "segment",
            "Размер компании",
            "Size of company",
            [("small", "Малая", "Small"), ("medium", "Средняя", "Medium"), ("large", "Крупная", "Large")]
        );
    }

    private DemoCommand Field(
        string owner,
        string code,
        string ru,
        string en,
        (string Code, string Ru, string En)[]? choices
    ) =>
        Post(
            "custom-fields",
            new
            {
                owner,
                code,
                type = choices is null ? "number" : "choice",
                title = DemoJson.Title(ru, en),
                choices = choices?.Select(x => new { code = x.Code, title = DemoJson.Title(x.Ru, x.En) }),
            }
        );

    private IEnumerable<DemoCommand> Catalogue() =>
        [
            Post("lost-reasons", new { code = OwnReason, title = "Не устроил срок поставки" }),
            .. Sources
                .Where(source => ShippedSources.All.All(shipped => shipped.Code != source.Code))
                .Select(x =>
                    Post(
                        "sources",
                        new
                        {
                            code = x.Code,
                            title = x.Title,
                            channel = x.Channel,
                        }
                    )
                ),
            .. DemoGoods.Products.Select(x =>
                Post(
                    "products",
                    new
                    {
                        id = x.Id,
                        code = x.Code,
                        name = x.Name,
                        unit = x.Unit,
                        price = DemoJson.Money(x.Price, "RUB"),
                        cost = DemoJson.Money(x.Cost, "RUB"),
                        vatRate = 22,
                        service = x.IsService,
                    }
                ) with
                {
                    Sequence = x.Code,
                }
            ),
        ];

    private IEnumerable<DemoCommand> PriceLists(IReadOnlyList<DemoClient> clients)
    {
        var grants = new { clientIds = clients.Where(client => client.IsWholesale).Select(client => client.Id) };
        yield return Post(
            "price-lists",
            new
            {
                code = Wholesale,
                title = "Оптовый",
                currency = "RUB",
                grants,
            }
        );
        yield return Post(
            "price-lists",
            new
            {
                code = Export,
                title = "Экспорт",
                currency = "EUR",
            }
        );
        yield return Prices(Wholesale, "RUB", product => product.WholesalePrice);
        yield return Prices(Export, "EUR", product => product.EuroPrice);
    }

    private DemoCommand Prices(string list, string currency, Func<DemoProduct, int> price) =>
        File(
            HttpMethod.Post,
            $"price-lists/{PriceListDocument.StreamOf(list)}/prices/import",
            new(
                list + ".csv",
                "text/csv",
                Base64([
                    "code,price,currency,validFrom",
                    .. DemoGoods.Products.Select(x =>
                        $"{x.Code},{price(x)},{currency},{DemoJson.Date(calendar.Date(0))}"
                    ),
                ])
            )
        );

    /// <summary>A rate of the euro for each week of the year, on a slow wave.</summary>
    private IEnumerable<string> Rates() =>
        [
            "base,validOn,rate",
            .. Enumerable
                .Range(0, (calendar.Last / 5) + 1)
                .Select(week =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"EUR,{DemoJson.Date(calendar.Date(week * 5))},{90 + (week * 7 % 13 * 0.35m) + (week * 0.05m):0.0000}"
                    )
                ),
        ];
}
