using Crm.Projections.Migrations;
using Crm.Projections.ReadModels;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Printing;
using Crm.Projections.ReadModels.Proposals;
using Crm.Projections.ReadModels.Tasks;
using Crm.Projections.ReadModels.Timelines;
using Crm.Projections.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Projections;

/// <summary>Queries that read the store outside of commands.</summary>
public static class Queries
{
    public static IServiceCollection AddQueries(this IServiceCollection services) =>
        services
            .AddSingleton<StoredDocuments>()
            .AddSingleton<HostSecrets>()
            .AddSingleton<ResourceOwners>()
            .AddSingleton<StaffQuery>()
            .AddSingleton<ApiKeyQuery>()
            .AddSingleton<Denials>()
            .AddSingleton<DenialPurge>()
            .AddSingleton<VisibleDeals>()
            .AddSingleton<DealLookups>()
            .AddSingleton<DealSnapshots>()
            .AddSingleton<DealsOfKinds>()
            .AddSingleton<TaskSubjects>()
            .AddSingleton<OverdueAssignments>()
            .AddSingleton<InvoiceDeals>()
            .AddSingleton<CurrentPrices>()
            .AddSingleton<VatRatesInUse>()
            .AddSingleton<PrintedFiles>()
            .AddSingleton<StoredContents>()
            .AddSingleton<ProposalDeals>()
            .AddSingleton<ProposalContents>()
            .AddSingleton<EventQuery>()
            .AddSingleton<ReportProgress>()
            .AddSingleton<ReportShapes>();

    /// <summary>Data migrations that run once before the first request.</summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services) =>
        services
            .AddSingleton<DealUpgrade>()
            .AddSingleton<ClientUpgrade>()
            .AddSingleton<ProductColumns>()
            .AddSingleton<CatalogCodesFill>()
            .AddSingleton<InteractionsFill>()
            .AddSingleton<TimelineQuery>();
}
