using Crm.Api.ApiKeys;
using Crm.Api.Assignments;
using Crm.Api.Attachments;
using Crm.Api.BankStatements;
using Crm.Api.Catalog;
using Crm.Api.Clients;
using Crm.Api.Configuration;
using Crm.Api.Currencies;
using Crm.Api.CustomFields;
using Crm.Api.DealKinds;
using Crm.Api.Deals;
using Crm.Api.Interactions;
using Crm.Api.Limits;
using Crm.Api.Mail;
using Crm.Api.Me;
using Crm.Api.Notifications;
using Crm.Api.Operations;
using Crm.Api.Previews;
using Crm.Api.Printing;
using Crm.Api.Proposals;
using Crm.Api.Reminders;
using Crm.Api.Reports;
using Crm.Api.Roles;
using Crm.Api.SecurityLog;
using Crm.Api.Settings;
using Crm.Api.Settlement;
using Crm.Api.Startup;
using Crm.Api.Tasks;
using Crm.Api.Teams;
using Crm.Api.Timelines;
using Crm.Api.Timers;
using Crm.Api.Users;

NativeMemory.Return();
var commandLine = new CommandLine(Host, Console.Out, Console.Error);
return await StartupFault.Guard(() => commandLine.Run(args), Console.Error);

static async Task<int> Host(HostSwitches switches, HostVerb? verb)
{
    using var signals = new StopSignals();
    // Without what this host has no use for: QUIC, IIS, loggers of debuggers.
    var builder = WebApplication.CreateSlimBuilder(switches.Rest);
    builder.WebHost.UseKestrelHttpsConfiguration();
    if (switches.Serves)
        ListenAddresses.EnsureFree(builder.Configuration);
    var progress = new StartProgress(Console.Out);
    await using var database = await Database.Prepare(
        builder.Configuration,
        builder.Environment,
        switches,
        progress,
        signals.Token
    );

    builder.AddCrm(database.ConnectionString);
    // A daemon that is stopped tells the read that its own stop cancels as a fault, with a trace.
    var stopping = signals.Token;
    builder.Logging.AddFilter(
        "Marten.Events.Daemon",
        level => level >= LogLevel.Warning && !stopping.IsCancellationRequested
    );
    // Disposed in reverse: the host, then the connection that outlives it, then the database.
    using var listener = new EventListener();
    await using var app = builder.Build();
    listener.Follow(app.Services);
    app.UseCrm();
    if (verb is not null)
        return await verb(app, signals.Token);
    var key =
        switches.Serves && app.Environment.IsDevelopment()
            ? DevKeyFile.ReadOrCreate(HomeFolder.From(app.Configuration))
            : null;
    return await Serving.Run(app, switches, progress, key, database.Description, signals.Token);
}

/// <summary>The host.</summary>
public partial class Program
{
    /// <summary>The features of the product, in the order of the contract's paths.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        Feature.Create(DealsFeature.AddDeals, DealsFeature.MapDeals),
        Feature.Create(AssignmentsFeature.AddAssignments, AssignmentsFeature.MapAssignments),
        Feature.Create(TasksFeature.AddTasks, TasksFeature.MapTasks),
        Feature.Create(InteractionsFeature.AddInteractions, InteractionsFeature.MapInteractions),
        Feature.Create(TimelinesFeature.AddTimelines, TimelinesFeature.MapTimelines),
        Feature.Create(AttachmentsFeature.AddAttachments, AttachmentsFeature.MapAttachments),
        Feature.Create(ProposalsFeature.AddProposals, ProposalsFeature.MapProposals),
        Feature.Create(PrintingFeature.AddPrinting, PrintingFeature.MapPrinting),
        Feature.Create(SettlementFeature.AddSettlement, SettlementFeature.MapSettlement),
        new(builder => builder.Services.AddMail(builder.Configuration, builder.Environment), MailFeature.MapMail),
        Feature.Create(BankStatementsFeature.AddBankStatements, BankStatementsFeature.MapBankStatements),
        Feature.Create(ClientsFeature.AddClients, ClientsFeature.MapClients),
        Feature.Create(RemindersFeature.AddReminders, RemindersFeature.MapReminders),
        Feature.Create(NotificationsFeature.AddNotifications, NotificationsFeature.MapNotifications),
        Feature.Create(CatalogFeature.AddCatalog, CatalogFeature.MapCatalog),
        Feature.Create(CurrenciesFeature.AddCurrencies, CurrenciesFeature.MapCurrencies),
        Feature.Create(DealKindsFeature.AddDealKinds, DealKindsFeature.MapDealKinds),
        Feature.Create(UsersFeature.AddUsers, UsersFeature.MapUsers),
        Feature.Create(TeamsFeature.AddTeams, TeamsFeature.MapTeams),
        Feature.Create(RolesFeature.AddRoles, RolesFeature.MapRoles),
        Feature.Create(ApiKeysFeature.AddApiKeys, ApiKeysFeature.MapApiKeys),
        Feature.Create(MeFeature.AddMe, MeFeature.MapMe),
        Feature.Create(SecurityLogFeature.AddSecurityLog, SecurityLogFeature.MapSecurityLog),
        Feature.Create(ReportsFeature.AddReports, ReportsFeature.MapReports),
        Feature.Create(CustomFieldsFeature.AddCustomFields, CustomFieldsFeature.MapCustomFields),
        Feature.Create(SettingsFeature.AddSettings, SettingsFeature.MapSettings),
        Feature.Create(PreviewsFeature.AddPreviews, PreviewsFeature.MapPreviews),
        Feature.Create(OperationsFeature.AddOperations, OperationsFeature.MapOperations),
        Feature.Create(LimitsFeature.MapLimits),
        Feature.Create(TimersFeature.AddTimers, _ => { }),
    ];
}
