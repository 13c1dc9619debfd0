using Crm.Api.Catalog;
using Crm.Api.Attachments;
using Crm.Api.BankStatements;
using Crm.Api.Clients;
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
        OpenDealEndpoint.Map(api);
        ListDealsEndpoint.Map(api);
        GetDealEndpoint.Map(api);
        EditDealEndpoint.Map(api);
        IdentifyClientEndpoint.Map(api);
        AssignManagerEndpoint.Map(api);
        SetParticipantsEndpoint.Map(api);
        SetInterestEndpoint.Map(api);
        MoveDealEndpoint.Map(api);
        CloseDealEndpoint.Map(api);
        ReopenDealEndpoint.Map(api);
        TaskReader.Map(api);
        CompleteStageTaskEndpoint.Map(api);
        SkipStageTaskEndpoint.Map(api);
        ReassignStageTaskEndpoint.Map(api);
        ConvertToManualEndpoint.Map(api);
        ResumeProcessEndpoint.Map(api);
        ChangeKindVersionEndpoint.Map(api);
        BalanceEndpoint.Map(api);
        HistoryEndpoint.Map(api);
        StagesEndpoint.Map(api);
        InteractionEndpoints.Map(api);
        PresentationEndpoints.Map(api);
        CommentEndpoints.Map(api);
        AddAttachmentEndpoint.Map(api);
        ReadAttachmentsEndpoints.Map(api);
        RemoveAttachmentEndpoint.Map(api);
        DraftProposalEndpoint.Map(api);
        EditProposalEndpoint.Map(api);
        ProposalCommandEndpoints.Map(api);
        DiscountApprovalEndpoints.Map(api);
        ReadProposalsEndpoints.Map(api);
        PrintEndpoints.Map(api);
        OrderEndpoints.Map(api);
        InvoiceEndpoints.Map(api);
        InvoiceScheduleEndpoint.Map(api);
        EmailDocumentEndpoints.Map(api);
        ShipmentEndpoints.Map(api);
        PaymentEndpoints.Map(api);
        WriteOffEndpoints.Map(api);
        ImportBankStatementEndpoint.Map(api);
        ReadBankStatementsEndpoints.Map(api);
        AssignStatementLineEndpoint.Map(api);
        IgnoreStatementLineEndpoint.Map(api);
        RegisterClientEndpoint.Map(api);
        EditClientEndpoints.Map(api);
        ReadClientsEndpoints.Map(api);
        CatalogEndpoints.Map(api);
        ReadDealKindsEndpoint.Map(api);
        DraftDealKindEndpoint.Map(api);
        BackTestEndpoint.Map(api);
        UserEndpoints.Map(api);
        TeamEndpoints.Map(api);
        RoleEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        MeEndpoint.Map(api);
        SecurityLogEndpoint.Map(api);
        SalesFunnelEndpoint.Map(api);
        LostReasonsEndpoint.Map(api);
        GrossProfitEndpoint.Map(api);
        ProfitFactsEndpoint.Map(api);
        DefineCustomFieldEndpoint.Map(api);
        EditCustomFieldEndpoint.Map(api);
        ReadCustomFieldsEndpoints.Map(api);
        ReadSettingsEndpoints.Map(api);
        UpdateSettingsEndpoint.Map(api);
        BrandPictureEndpoints.Map(api);
        OperationEndpoints.Map(api);
        LimitsEndpoint.Map(api);
    }
}
