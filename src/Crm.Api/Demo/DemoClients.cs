using System.Globalization;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>A person at a client.</summary>
internal sealed record DemoContact(Guid Id, string Name, string Role, string Email, string Phone);

/// <summary>A client of the demo company.</summary>
/// <param name="Country">Code of the country when it is another one than Russia; its deals are in euros.</param>
/// <param name="Segment">A choice of the custom field <c>segment</c>.</param>
internal sealed record DemoClient(
    Guid Id,
    string Name,
    string TaxId,
    string Address,
    string? Country,
    string Segment,
    bool IsWholesale,
    DemoUser Manager,
    IReadOnlyList<DemoContact> Contacts
)
{
    public string Currency => Country is null ? "RUB" : "EUR";
}

/// <summary>60 clients: companies, some entrepreneurs, and a few companies abroad, each led by one manager.</summary>
internal static class DemoClients
{
    public const int Count = 60;

    private static readonly string[] Qualities =
    [
        "Северный",
        "Новый",
        "Первый",
        "Городской",
        "Светлый",
        "Единый",
        "Южный",
        "Точный",
        "Быстрый",
        "Надёжный",
    ];
    private static readonly string[] Things =
    [
        "проект",
        "формат",
        "горизонт",
        "берег",
        "квартал",
        "маршрут",
        "стандарт",
        "ресурс",
        "капитал",
        "контур",
        "вектор",
    ];
    private static readonly string[] Foreign =
    [
        "Blue Harbour Ltd",
        "Nordlicht Büro GmbH",
        "Atelier Rivage SARL",
        "Balkan Office d.o.o.",
        "Meridian Spaces Ltd",
        "Studio Ponte S.r.l.",
    ];
    private static readonly string[] Countries = ["CY", "DE", "FR", "RS", "CY", "IT"];
    private static readonly string[] Towns =
    [
        "Москва",
        "Санкт-Петербург",
        "Казань",
        "Екатеринбург",
        "Нижний Новгород",
        "Самара",
        "Тула",
        "Ярославль",
    ];
    private static readonly string[] Streets =
    [
        "ул. Садовая",
        "Заводской проезд",
        "ул. Речная",
        "Парковый бульвар",
        "ул. Мира",
    ];
    private static readonly string[] FirstNames =
    [
        "Алексей",
        "Марина",
        "Николай",
        "Светлана",
        "Андрей",
        "Юлия",
        "Роман",
        "Елена",
        "Максим",
        "Дарья",
    ];
    private static readonly (string Man, string Woman, string Latin)[] Surnames =
    [
        ("Волков", "Волкова", "volkov"),
        ("Соколов", "Соколова", "sokolov"),
        ("Морозов", "Морозова", "morozov"),
        ("Павлов", "Павлова", "pavlov"),
        ("Семёнов", "Семёнова", "semenov"),
        ("Егоров", "Егорова", "egorov"),
        ("Козлов", "Козлова", "kozlov"),
        ("Степанов", "Степанова", "stepanov"),
        ("Макаров", "Макарова", "makarov"),
        ("Андреев", "Андреева", "andreev"),
        ("Фёдоров", "Фёдорова", "fedorov"),
    ];
    private static readonly string[] Roles =
    [
        "Закупки",
        "Директор",
        "Офис-менеджер",
        "Главный бухгалтер",
        "Административный директор",
        "Руководитель ИТ",
    ];
    private static readonly string[] Segments = ["small", "medium", "large"];

    public static DemoClient[] Create(DemoRandom random)
    {
        var clients = new DemoClient[Count];
        for (var i = 0; i < Count; i++)
            clients[i] = Create(i, random);
        return clients;
    }

    private static DemoClient Create(int i, DemoRandom random)
    {
        var manager = DemoStaff.Managers[i % DemoStaff.Managers.Length];
        var abroad =
            manager.Team == DemoStaff.ExportTeam ? (i / DemoStaff.Managers.Length * 2) + (i % 2) : Foreign.Length;
        var isAbroad = abroad < Foreign.Length;
        var isPerson = i % 12 == 7 && !isAbroad;
        return new(
            CodeStream.Of("demo-client", Number(i)),
            isAbroad ? Foreign[abroad] : Name(i, isPerson),
            isPerson ? SampleTaxIds.Person(i + 1) : SampleTaxIds.Company(i + 1),
            isAbroad
                ? "Harbour street 12"
                : $"{random.Pick(Towns)}, {random.Pick(Streets)}, д. {random.Between(1, 90)}",
            isAbroad ? Countries[abroad] : null,
            random.Pick(Segments),
            !isAbroad && i % 3 == 0,
            manager,
            [.. Enumerable.Range(0, random.Between(1, 3)).Select(k => Contact(i, k, random))]
        );
    }

    private static string Name(int i, bool isPerson) =>
        isPerson
            ? $"ИП {Surnames[i % Surnames.Length].Man} {FirstNames[2 * (i % 5)]}"
            : $"{(i % 5 == 0 ? "АО" : "ООО")} «{Qualities[i % Qualities.Length]} {Things[i % Things.Length]}»";

    // First names alternate between men and women.
    private static DemoContact Contact(int client, int k, DemoRandom random)
    {
        var first = random.Next(FirstNames.Length);
        var (man, woman, latin) = random.Pick(Surnames);
        return new(
            CodeStream.Of("demo-contact", $"{Number(client)}-{k}"),
            $"{FirstNames[first]} {(first % 2 == 0 ? man : woman)}",
            random.Pick(Roles),
            $"{latin}{k + 1}@client-{Number(client)}.example",
            $"+7 495 000-{random.Between(10, 99)}-{random.Between(10, 99)}"
        );
    }

    private static string Number(int i) => (i + 1).ToString("00", CultureInfo.InvariantCulture);
}
