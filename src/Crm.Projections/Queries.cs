using Crm.Projections.Access;
using Crm.Projections.Attachments;
using Crm.Projections.BankStatements;
using Crm.Projections.Catalog;
using Crm.Projections.Deals;
using Crm.Projections.Migrations;
using Crm.Projections.Printing;
using Crm.Projections.Proposals;
using Crm.Projections.ReadModels;
using Crm.Projections.Reports;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Projections;

/// <summary>The queries that read the store outside of commands.</summary>
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
            .AddSingleton<VisibleDeals>()
            .AddSingleton<DealLookups>()
            .AddSingleton<DealsOfKinds>()
            .AddSingleton<InvoiceDeals>()
            .AddSingleton<CurrentPrices>()
            .AddSingleton<VatRatesInUse>()
            .AddSingleton<PrintedFiles>()
            .AddSingleton<StoredContents>()
            .AddSingleton<ProposalDeals>()
            .AddSingleton<ProjectionProgress>()
            .AddSingleton<ReportShapes>();

    /// <summary>What runs once before the first request on what an earlier version wrote.</summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services) =>
        services.AddSingleton<DealUpgrade>().AddSingleton<ClientUpgrade>().AddSingleton<ProductColumns>();
}
