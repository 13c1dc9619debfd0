using System.Text.Json.Serialization;

namespace Crm.Domain.Access;

/// <summary>
/// Visibility of a permission: <c>own</c> (the user's own deals), <c>team</c> (those of their team), <c>subtree</c> (of their team
/// and the teams below it) or <c>all</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<Reach>))]
public enum Reach
{
    Own,
    Team,
    Subtree,
    All,
}

/// <summary>A role: a named set of permissions. Data, not code.</summary>
/// <param name="Code">Stable identifier; users refer to it.</param>
/// <param name="Permissions">Names of permissions.</param>
/// <param name="Deals">Reach of its permissions on deals and on the reports about them.</param>
/// <param name="Clients">
/// Reach of its permissions on clients. Anything below all: the clients of the deals within that reach.
/// </param>
public sealed record Role(string Code, Localized Title, ImmutableArray<string> Permissions, Reach Deals, Reach Clients)
{
    /// <summary>
    /// The largest discount that the role allows without approval, in percent; null: unlimited. Counts only for a role
    /// that sells.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? DiscountLimitPercent { get; init; }

    /// <summary>Grants writing proposals or orders.</summary>
    [JsonIgnore]
    public bool Sells =>
        Permissions.Contains(Access.Permissions.ProposalsWrite.Name)
        || Permissions.Contains(Access.Permissions.DocumentsWrite.Name);

    /// <summary>Grants something else than reading.</summary>
    private bool Writes => Permissions.Any(name => Access.Permissions.Find(name) is { Scope: not Scope.Read });

    /// <summary>Permissions that earlier builds did not ask for, and which roles get them.</summary>
    private static readonly (Permission Permission, Func<Role, bool> Had)[] Later =
    [
        (Access.Permissions.VatChoose, role => role.Sells),
        (Access.Permissions.AssignmentsWrite, role => role.Writes),
    ];

    /// <summary>
    /// The role with permissions that earlier builds did not ask for, as far as no definition of it ever had them: the
    /// company has not taken them away.
    /// </summary>
    /// <param name="events">All events of the role.</param>
    /// <param name="shipped">The definition that ships now.</param>
    public Role WithSplitPermissions(IEnumerable<DomainEvent> events, Role shipped)
    {
        var ever = events.SelectMany(one => DefinedBy(one)).ToHashSet(StringComparer.Ordinal);
        string[] gained =
        [
            .. Later
                .Where(one => one.Had(this))
                .Select(one => one.Permission.Name)
                .Where(name => shipped.Permissions.Contains(name) && !ever.Contains(name)),
        ];
        return gained.Length == 0 ? this : this with { Permissions = [.. Permissions, .. gained] };
    }

    private static ImmutableArray<string> DefinedBy(DomainEvent domainEvent) =>
        domainEvent switch
        {
            RoleDefined defined => defined.Role.Permissions,
            RoleChanged changed => changed.Role.Permissions,
            _ => [],
        };
}

/// <summary>A role was defined.</summary>
public sealed record RoleDefined(Role Role) : DomainEvent;

/// <summary>A role was changed. Rights are always judged by the current definition.</summary>
public sealed record RoleChanged(Role Role) : DomainEvent;

/// <summary>Replaces the definition of a role.</summary>
public sealed record ChangeRole(Role Wanted)
{
    /// <param name="grantor">
    /// Rights of the caller: they cannot widen a role that grants more than they hold, nor take such a role from its
    /// holders.
    /// </param>
    public Decision Decide(Role role, Grants grantor, CommandContext context) =>
        role.Code == ShippedRoles.Administrator ? Rejection.Conflict("role.protected")
        : Granting.Refusal(grantor, Staff.Of(role), Staff.Of(Wanted)) is { } refusal ? refusal
        : Same(role) ? Decision.AlreadySatisfied
        : Decision.Accept(new RoleChanged(Wanted) { HappenedAt = context.Now });

    private bool Same(Role role) =>
        role.Title == Wanted.Title
        && role.Deals == Wanted.Deals
        && role.Clients == Wanted.Clients
        && role.DiscountLimitPercent == Wanted.DiscountLimitPercent
        && role.Permissions.Order(StringComparer.Ordinal)
            .SequenceEqual(Wanted.Permissions.Order(StringComparer.Ordinal));
}

/// <summary>Roles that ship with the product.</summary>
public static class ShippedRoles
{
    public const string Administrator = "administrator";
    public const string Integration = "integration";
    public const string SalesManager = "sales-manager";

    /// <summary>For roles that do not approve discounts, in percent.</summary>
    private const decimal MostUnasked = 10;

    private static readonly Permission[] Reading =
    [
        Permissions.DealsRead,
        Permissions.ClientsRead,
        Permissions.CatalogueRead,
        Permissions.ReportsRead,
        Permissions.UsersRead,
        Permissions.SettingsRead,
    ];

    private static readonly Permission[] Selling =
    [
        .. Reading,
        Permissions.DealsWrite,
        Permissions.InteractionsWrite,
        Permissions.AssignmentsWrite,
        Permissions.RemindersWrite,
        Permissions.ProposalsWrite,
        Permissions.DocumentsWrite,
        Permissions.VatChoose,
        Permissions.ClientsWrite,
    ];

    private static readonly Permission[] Leading =
    [
        .. Selling,
        Permissions.RemindersOthers,
        Permissions.MailAnyone,
        Permissions.Backdate,
        Permissions.BackdateMoney,
        Permissions.TaskSkip,
        Permissions.DebtWaive,
        Permissions.DebtWriteOff,
        Permissions.DiscountApprove,
        Permissions.CostSee,
    ];

    public static ImmutableArray<Role> All { get; } =
    [
        Of(SalesManager, new("Менеджер по продажам", "Sales manager"), Reach.Own, Selling) with
        {
            DiscountLimitPercent = MostUnasked,
        },
        Of("head-of-sales", new("Руководитель продаж", "Head of sales"), Reach.Subtree, Leading),
        Of(
            "director",
            new("Директор", "Director"),
            Reach.All,
            [
                .. Leading,
                Permissions.BooksClose,
                Permissions.BooksReopen,
                Permissions.CatalogueWrite,
                Permissions.AuditRead,
            ]
        ),
        Of(
            "accountant",
            new("Бухгалтер", "Accountant"),
            Reach.All,
            [
                .. Reading,
                Permissions.AssignmentsWrite,
                Permissions.RemindersWrite,
                Permissions.CostSee,
                Permissions.DocumentsWrite,
                Permissions.VatChoose,
                Permissions.BackdateMoney,
                Permissions.DebtWriteOff,
                Permissions.BooksClose,
                Permissions.ClientsWrite,
            ]
        ) with
        {
            DiscountLimitPercent = MostUnasked,
        },
        Of(
            "marketer",
            new("Маркетолог", "Marketer"),
            Reach.All,
            [.. Reading, Permissions.AssignmentsWrite, Permissions.RemindersWrite, Permissions.CatalogueWrite]
        ),
        Of("auditor", new("Аудитор", "Auditor"), Reach.All, [.. Reading, Permissions.CostSee, Permissions.AuditRead]),
        Of(Administrator, new("Администратор", "Administrator"), Reach.All, [.. Permissions.All]),
        Of(
            Integration,
            new("Интеграция", "Integration"),
            Reach.All,
            [
                .. Selling,
                Permissions.BackdateMoney,
                Permissions.CostSee,
                Permissions.CatalogueWrite,
                Permissions.DiscountApprove,
            ]
        ),
    ];

    private static Role Of(string code, Localized title, Reach deals, Permission[] permissions) =>
        new(code, title, [.. permissions.Select(x => x.Name)], deals, Reach.All);
}
