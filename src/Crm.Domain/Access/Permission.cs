namespace Crm.Domain.Access;

/// <summary>Something that a role may grant. Roles are data and refer to it by name, so a name is for ever.</summary>
/// <param name="Name">On the wire, such as <c>deals.write</c>; a 403 names it as <c>missing</c>.</param>
/// <param name="Scope">What the credential must carry besides: a key never does more than its scopes.</param>
public sealed record Permission(string Name, Scope Scope, Localized Title)
{
    /// <summary>What a deal's participants may do with it, who are not its manager (product.md section 2).</summary>
    public bool ForParticipants { get; init; }
}

/// <summary>Every permission there is.</summary>
public static class Permissions
{
    public static readonly Permission DealsRead = new("deals.read", Scope.Read, new("Видеть сделки", "See deals"))
    {
        ForParticipants = true,
    };
    public static readonly Permission DealsWrite = new("deals.write", Scope.Write, new("Вести сделки", "Lead deals"));
    public static readonly Permission InteractionsWrite = new(
        "interactions.write",
        Scope.Write,
        new("Записывать взаимодействия и комментарии", "Record interactions and comments")
    )
    {
        ForParticipants = true,
    };
    public static readonly Permission ProposalsWrite = new(
        "proposals.write",
        Scope.Write,
        new("Готовить предложения", "Prepare proposals")
    );
    public static readonly Permission DocumentsWrite = new(
        "documents.write",
        Scope.Write,
        new("Оформлять заказы, счета, отгрузки и оплаты", "Record orders, invoices, shipments and payments")
    );
    public static readonly Permission Backdate = new(
        "backdate",
        Scope.Admin,
        new("Вводить задним числом", "Back-date")
    );
    public static readonly Permission TaskSkip = new("task.skip", Scope.Admin, new("Пропускать задачи", "Skip tasks"));
    public static readonly Permission DebtWaive = new(
        "debt.waive",
        Scope.Admin,
        new("Закрывать с долгом", "Close with a debt")
    );
    public static readonly Permission DebtWriteOff = new(
        "debt.write-off",
        Scope.Write,
        new("Списывать небольшие долги", "Write off small debts")
    );
    public static readonly Permission DiscountApprove = new(
        "discount.approve",
        Scope.Write,
        new("Согласовывать скидки", "Approve discounts")
    );
    public static readonly Permission CostSee = new(
        "cost.see",
        Scope.Read,
        new("Видеть себестоимость и маржу", "See cost and margin")
    )
    {
        ForParticipants = true,
    };
    public static readonly Permission ClientsRead = new(
        "clients.read",
        Scope.Read,
        new("Видеть клиентов", "See clients")
    );
    public static readonly Permission ClientsWrite = new(
        "clients.write",
        Scope.Write,
        new("Вести клиентов", "Keep clients")
    );
    public static readonly Permission PersonalErase = new(
        "personal.erase",
        Scope.Admin,
        new("Стирать персональные данные", "Erase personal data")
    );
    public static readonly Permission CatalogueRead = new(
        "catalogue.read",
        Scope.Read,
        new("Видеть справочники", "See catalogues")
    );
    public static readonly Permission CatalogueWrite = new(
        "catalogue.write",
        Scope.Write,
        new("Вести справочники", "Keep catalogues")
    );
    public static readonly Permission ReportsRead = new(
        "reports.read",
        Scope.Read,
        new("Видеть отчёты", "See reports")
    );
    public static readonly Permission KindsManage = new(
        "kinds.manage",
        Scope.Admin,
        new("Настраивать виды сделок", "Manage deal kinds")
    );
    public static readonly Permission SettingsRead = new(
        "settings.read",
        Scope.Read,
        new("Видеть настройки", "See settings")
    );
    public static readonly Permission SettingsManage = new(
        "settings.manage",
        Scope.Admin,
        new("Менять настройки", "Manage settings")
    );
    public static readonly Permission UsersRead = new(
        "users.read",
        Scope.Read,
        new("Видеть пользователей, группы и роли", "See users, teams and roles")
    );
    public static readonly Permission UsersManage = new(
        "users.manage",
        Scope.Admin,
        new("Управлять пользователями, группами и ролями", "Manage users, teams and roles")
    );
    public static readonly Permission KeysManage = new(
        "keys.manage",
        Scope.Admin,
        new("Управлять ключами", "Manage keys")
    );
    public static readonly Permission ProjectionsRebuild = new(
        "projections.rebuild",
        Scope.Admin,
        new("Перестраивать отчёты", "Rebuild reports")
    );
    public static readonly Permission AuditRead = new(
        "audit.read",
        Scope.Read,
        new("Читать журнал безопасности", "Read the security log")
    );

    /// <summary>What every known caller may: ask who he is.</summary>
    public static readonly Permission SignedIn = new("signed_in", Scope.Read, new("Войти", "Sign in"));

    public static ImmutableArray<Permission> All { get; } =
    [
        DealsRead,
        DealsWrite,
        InteractionsWrite,
        ProposalsWrite,
        DocumentsWrite,
        Backdate,
        TaskSkip,
        DebtWaive,
        DebtWriteOff,
        DiscountApprove,
        CostSee,
        ClientsRead,
        ClientsWrite,
        PersonalErase,
        CatalogueRead,
        CatalogueWrite,
        ReportsRead,
        KindsManage,
        SettingsRead,
        SettingsManage,
        UsersRead,
        UsersManage,
        KeysManage,
        ProjectionsRebuild,
        AuditRead,
    ];

    public static Permission? Find(string name) => All.FirstOrDefault(x => x.Name == name);
}
