using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>The commands that set the demo company up, before its first deal.</summary>
internal sealed partial class DemoCompany(DemoCalendar calendar)
{
    /// <summary>
    /// Lets managers enter a year of history, which their own role does not. It has no permissions any more when all is loaded, and so
    /// tells a later start how far the loading came.
    /// </summary>
    public const string HistoryRole = "history-entry";

    public const string Wholesale = "wholesale";
    public const string Export = "export-eur";
    public const string OwnReason = "delivery-time";

    /// <summary>The company's account in rubles.</summary>
    public const string Account = "40702810600000001201";

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
            bankAccounts = new object[] { AccountOf(Account, "RUB"), AccountOf("40702978800000001202", "EUR") },
            branding = new
            {
                accent = "#1F6FB2",
                footer = DemoJson.Title("Спасибо, что выбираете нас", "Thank you for choosing us"),
            },
            writeOffLimit = DemoJson.Money(5000, "RUB"),
            defaultVatRate = 22,
        };

    private static object AccountOf(string account, string currency) =>
        new
        {
            account,
            currency,
            bankName = "АО «Пример Банк», г. Москва",
            bic = "044525987",
            correspondentAccount = "30101810900000000987",
        };

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

    private static string Base64(IEnumerable<string> lines) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private DemoCommand Post(string path, object body) =>
        new("company", DemoStaff.Administrator, at, HttpMethod.Post, path, DemoJson.Of(body));

    private DemoCommand File(HttpMethod method, string path, DemoFile file) =>
        new("company", DemoStaff.Administrator, at, method, path, null) { File = file };
}
