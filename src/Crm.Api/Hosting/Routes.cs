using Crm.Api.Attachments;
using Crm.Api.BankStatements;
using Crm.Api.Catalog;
using Crm.Api.Clients;
using Crm.Api.Currencies;
using Crm.Api.CustomFields;
using Crm.Api.DealKinds;
using Crm.Api.Deals;
using Crm.Api.Interactions;
using Crm.Api.Limits;
using Crm.Api.Mail;
using Crm.Api.Operations;
using Crm.Api.Printing;
using Crm.Api.Proposals;
using Crm.Api.Reports;
using Crm.Api.Settings;
using Crm.Api.Settlement;

namespace Crm.Api.Hosting;

/// <summary>Every route of the contract.</summary>
public static class Routes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDeals();
        api.MapInteractions();
        api.MapAttachments();
        api.MapProposals();
        PrintEndpoints.Map(api);
        api.MapSettlement();
        api.MapMail();
        api.MapBankStatements();
        api.MapClients();
        api.MapCatalog();
        api.MapCurrencies();
        api.MapDealKinds();
        api.MapAccess();
        SalesFunnelEndpoint.Map(api);
        LostReasonsEndpoint.Map(api);
        GrossProfitEndpoint.Map(api);
        ProfitFactsEndpoint.Map(api);
        api.MapCustomFields();
        api.MapSettings();
        OperationEndpoints.Map(api);
        LimitsEndpoint.Map(api);
    }
}
