namespace Crm.Domain.Access;

/// <summary>Something that a role may grant. Stored roles refer to it by name, so a name never changes.</summary>
/// <param name="Name">As in JSON, such as <c>deals.write</c>; a 403 names it as <c>missing</c>.</param>
/// <param name="Scope">The scope that the credential needs in addition: a key never does more than its scopes.</param>
public sealed record Permission(string Name, Scope Scope)
{
    /// <summary>Also granted to participants of a deal who are not its manager (docs/domain.md, Access).</summary>
    public bool ForParticipants { get; init; }

    /// <summary>No role grants it: every authenticated caller has it whose credential has the scope.</summary>
    public bool ForEveryone { get; init; }
}

/// <summary>All permissions.</summary>
public static class Permissions
{
    public static readonly Permission DealsRead = new("deals.read", Scope.Read) { ForParticipants = true };
    public static readonly Permission DealsWrite = new("deals.write", Scope.Write);
    public static readonly Permission InteractionsWrite = new("interactions.write", Scope.Write)
    {
        ForParticipants = true,
    };
    public static readonly Permission AssignmentsWrite = new("assignments.write", Scope.Write);
    public static readonly Permission RemindersWrite = new("reminders.write", Scope.Write);
    public static readonly Permission RemindersOthers = new("reminders.others", Scope.Write);
    public static readonly Permission ProposalsWrite = new("proposals.write", Scope.Write);
    public static readonly Permission DocumentsWrite = new("documents.write", Scope.Write);
    public static readonly Permission VatChoose = new("vat.choose", Scope.Write);
    public static readonly Permission MailAnyone = new("mail.anyone", Scope.Write);
    public static readonly Permission Backdate = new("backdate", Scope.Admin);
    public static readonly Permission BackdateMoney = new("backdate.money", Scope.Write);
    public static readonly Permission TaskSkip = new("task.skip", Scope.Admin);
    public static readonly Permission DebtWaive = new("debt.waive", Scope.Admin);
    public static readonly Permission DebtWriteOff = new("debt.write-off", Scope.Write);
    public static readonly Permission BooksClose = new("books.close", Scope.Write);
    public static readonly Permission BooksReopen = new("books.reopen", Scope.Admin);
    public static readonly Permission DiscountApprove = new("discount.approve", Scope.Write);
    public static readonly Permission CostSee = new("cost.see", Scope.Read) { ForParticipants = true };
    public static readonly Permission ClientsRead = new("clients.read", Scope.Read);
    public static readonly Permission ClientsWrite = new("clients.write", Scope.Write);
    public static readonly Permission PersonalErase = new("personal.erase", Scope.Admin);
    public static readonly Permission CatalogueRead = new("catalogue.read", Scope.Read);
    public static readonly Permission CatalogueWrite = new("catalogue.write", Scope.Write);
    public static readonly Permission ReportsRead = new("reports.read", Scope.Read);
    public static readonly Permission KindsManage = new("kinds.manage", Scope.Admin);
    public static readonly Permission SettingsRead = new("settings.read", Scope.Read);
    public static readonly Permission SettingsManage = new("settings.manage", Scope.Admin);
    public static readonly Permission UsersRead = new("users.read", Scope.Read);
    public static readonly Permission UsersManage = new("users.manage", Scope.Admin);
    public static readonly Permission KeysManage = new("keys.manage", Scope.Admin);
    public static readonly Permission ProjectionsRebuild = new("projections.rebuild", Scope.Admin);
    public static readonly Permission AuditRead = new("audit.read", Scope.Read);

    /// <summary>Granted to every authenticated caller: read their own identity.</summary>
    public static readonly Permission SignedIn = new("signed_in", Scope.Read) { ForEveryone = true };

    /// <summary>Granted to every authenticated caller whose credential may write: their own profile and absence.</summary>
    public static readonly Permission ProfileWrite = new("profile.write", Scope.Write) { ForEveryone = true };

    public static ImmutableArray<Permission> All { get; } =
    [
        DealsRead,
        DealsWrite,
        InteractionsWrite,
        AssignmentsWrite,
        RemindersWrite,
        RemindersOthers,
        ProposalsWrite,
        DocumentsWrite,
        VatChoose,
        MailAnyone,
        Backdate,
        BackdateMoney,
        TaskSkip,
        DebtWaive,
        DebtWriteOff,
        BooksClose,
        BooksReopen,
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
