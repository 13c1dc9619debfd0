using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>A user of the demo company.</summary>
/// <param name="Code">Names the user in the plan.</param>
/// <param name="Team">Code of the team.</param>
internal sealed record DemoUser(string Code, string Name, string Role, string Team)
{
    public Guid Id => DemoStaff.UserId(Code);

    public string Email => $"{Code}@sales.example";

    public bool IsManager => Role == "sales-manager";
}

/// <summary>Who works at the demo company: three teams, each with a head, and the accountant.</summary>
internal static class DemoStaff
{
    public const string Administrator = "administrator";
    public const string Accountant = "petrova";
    public const string Department = "sales";
    public const string ExportTeam = "regions";

    public static readonly (string Code, string Name)[] Teams =
    [
        ("corporate", "Корпоративные клиенты"),
        ("business", "Малый и средний бизнес"),
        (ExportTeam, "Регионы и экспорт"),
    ];

    public static readonly DemoUser[] Heads =
    [
        new("belova", "Ирина Белова", "head-of-sales", "corporate"),
        new("gromov", "Сергей Громов", "head-of-sales", "business"),
        new("kim", "Виктор Ким", "head-of-sales", ExportTeam),
    ];

    public static readonly DemoUser[] Managers =
    [
        new("smirnova", "Анна Смирнова", "sales-manager", "corporate"),
        new("orlov", "Игорь Орлов", "sales-manager", "corporate"),
        new("lebedeva", "Мария Лебедева", "sales-manager", "corporate"),
        new("zaytsev", "Павел Зайцев", "sales-manager", "business"),
        new("tarasova", "Ольга Тарасова", "sales-manager", "business"),
        new("nikitin", "Дмитрий Никитин", "sales-manager", "business"),
        new("galiev", "Тимур Галиев", "sales-manager", ExportTeam),
        new("frolova", "Екатерина Фролова", "sales-manager", ExportTeam),
    ];

    public static IEnumerable<DemoUser> All =>
        [.. Heads, .. Managers, new(Accountant, "Наталья Петрова", "accountant", Department)];

    public static Guid UserId(string code) => CodeStream.Of("demo-user", code);

    public static Guid TeamId(string code) => CodeStream.Of("demo-team", code);

    public static string HeadOf(DemoUser manager) => Heads.Single(head => head.Team == manager.Team).Code;
}
