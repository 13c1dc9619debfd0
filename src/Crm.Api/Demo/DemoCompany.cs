using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>The commands that set the demo company up, before its first deal.</summary>
internal sealed class DemoCompany(DemoCalendar calendar)
{
    /// <summary>
    /// Lets managers enter a year of history, which their own role does not. It has no permissions any more when all is loaded, and so
    /// tells a later start how far the loading came.
    /// </summary>
    public const string HistoryRole = "history-entry";

    public const string Wholesale = "wholesale";
    public const string Export = "export-eur";
    public const string OwnReason = "delivery-time";

    public static readonly (string Code, string Title, string Channel, int Won, int Lost)[] Sources =
    [
        ("referral", "Рекомендация", "people", 7, 2),
        ("repeat", "Повторное обращение", "people", 8, 1),
        ("website", "Сайт", "web", 5, 7),
        ("ads", "Реклама в поиске", "web", 2, 7),
        ("exhibition", "Выставка", "event", 2, 4),
        ("tender", "Тендерная площадка", "web", 1, 4),
    ];

    private readonly DateTimeOffset at = calendar.At(0, 8 * 60);

    public static Guid Source(int index) => CodeStream.Of("source", Sources[index].Code);

    public static Guid RoleId => CodeStream.Of("role", HistoryRole);

    /// <summary>Teams and users: whoever enters the rest.</summary>
    public IEnumerable<DemoCommand> Staff()
    {
        yield return Post("roles", History(["backdate", "backdate.money"]));
        yield return Post("teams", new { name = "Отдел продаж", id = DemoStaff.TeamId(DemoStaff.Department) });
        foreach (var (code, name) in DemoStaff.Teams)
            yield return Post(
                "teams",
                new
                {
                    name,
                    parentId = DemoStaff.TeamId(DemoStaff.Department),
                    id = DemoStaff.TeamId(code),
                }
            );
        foreach (var user in DemoStaff.All)
            yield return Post(
                "users",
                new
                {
                    name = user.Name,
                    email = user.Email,
                    phone = "+7 495 000-00-00",
                    roles = user.IsManager ? new[] { user.Role, HistoryRole } : [user.Role],
                    teamId = DemoStaff.TeamId(user.Team),
                    id = user.Id,
                }
            );
    }

    /// <summary>Settings, catalogue and clients, in phases: each needs the one before.</summary>
    public IEnumerable<DemoCommand[]> Phases(IReadOnlyList<DemoClient> clients) =>
        [
            [.. Settings(), .. Fields()],
            [.. Catalogue(), .. clients.Select(Client)],
            [.. PriceLists(clients)],
        ];

    /// <summary>The managers may no longer enter history; the last command.</summary>
    public static DemoCommand Finish(DateTimeOffset at) =>
        new(
            "company",
            DemoStaff.Administrator,
            at,
            HttpMethod.Patch,
            $"roles/{RoleId}",
            new() { ["permissions"] = new JsonArray() }
        );

    private static object History(string[] permissions) =>
        new
        {
            code = HistoryRole,
            title = DemoJson.Title("Ввод истории", "Entry of history"),
            permissions,
            scopes = new { deals = "own", clients = "own" },
        };

    private IEnumerable<DemoCommand> Settings()
    {
        yield return new("company", DemoStaff.Administrator, at, HttpMethod.Patch, "settings", DemoJson.Of(Company()));
        yield return File(HttpMethod.Put, "settings/branding/logo", new("logo.png", "image/png", DemoLogo.Png));
        yield return File(HttpMethod.Post, "exchange-rates/import", new("rates.csv", "text/csv", Base64(Rates())));
    }

    private static object Company() =>
        new
        {
            company = new
            {
                name = "Офис-Проект",
                registeredName = "ООО «Офис-Проект»",
                taxId = SampleTaxIds.Company(500),
                kpp = "770101001",
                address = "101000, Москва, ул. Образцовая, д. 5",
                phone = "+7 495 000-00-00",
                email = "info@office-project.example",
            },
            bankAccounts = new object[]
            {
                Account("40702810600000001201", "RUB"),
                Account("40702978800000001202", "EUR"),
            },
            branding = new
            {
                accent = "#1F6FB2",
                footer = DemoJson.Title("Спасибо, что выбираете нас", "Thank you for choosing us"),
            },
            writeOffLimit = DemoJson.Money(5000, "RUB"),
            defaultVatRate = 22,
        };

    private static object Account(string account, string currency) =>
        new
        {
            account,
            currency,
            bankName = "АО «Пример Банк», г. Москва",
            bic = "044525987",
            correspondentAccount = "30101810900000000987",
        };

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
            .. Sources.Select(x =>
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

    private DemoCommand Client(DemoClient client) =>
        Post(
            "clients",
            new
            {
                id = client.Id,
                name = client.Name,
                kind = "company",
                legalDetails = new
                {
                    taxId = client.TaxId,
                    registeredName = client.Name,
                    address = client.Address,
                    country = client.Country,
                },
                contacts = client.Contacts.Select(x => new
                {
                    id = x.Id,
                    name = x.Name,
                    role = x.Role,
                    email = x.Email,
                    phone = x.Phone,
                }),
                customFields = new { segment = client.Segment },
            }
        ) with
        {
            Sequence = client.Id.ToString(),
            Actor = client.Manager.Code,
        };

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

    private static string Base64(IEnumerable<string> lines) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private DemoCommand Post(string path, object body) =>
        new("company", DemoStaff.Administrator, at, HttpMethod.Post, path, DemoJson.Of(body));

    private DemoCommand File(HttpMethod method, string path, DemoFile file) =>
        new("company", DemoStaff.Administrator, at, method, path, null) { File = file };
}
