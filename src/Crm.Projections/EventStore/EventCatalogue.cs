using System.Collections.Frozen;
using Crm.Domain.Access;
using Crm.Domain.Assignments;
using Crm.Domain.BankStatements;
using Crm.Domain.Catalog;
using Crm.Domain.Clients;
using Crm.Domain.Currencies;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Domain.Reminders;
using Crm.Domain.Settings;

namespace Crm.Projections.EventStore;

/// <summary>
/// The stored name of every event; nothing else can be stored. A name never changes: a changed shape gets a new name
/// and an upcaster from the old one.
/// </summary>
public static class EventCatalogue
{
    public static ImmutableArray<Entry> Entries { get; } =
    [
        // Deals
        new(typeof(DealOpened), "deal", "deal_opened"),
        new(typeof(DealRetitled), "deal", "deal_retitled"),
        new(typeof(ClientIdentified), "deal", "client_identified"),
        new(typeof(ManagerAssigned), "deal", "manager_assigned"),
        new(typeof(ParticipantsChanged), "deal", "participants_changed"),
        new(typeof(ExpectedAmountChanged), "deal", "expected_amount_changed"),
        new(typeof(ProbabilityChanged), "deal", "probability_changed"),
        new(typeof(SourceChanged), "deal", "source_changed"),
        new(typeof(InterestChanged), "deal", "interest_changed"),
        new(typeof(ExpectedCloseChanged), "deal", "expected_close_changed"),
        new(typeof(DealCommentChanged), "deal", "deal_comment_changed"),
        new(typeof(ExternalRefsChanged), "deal", "external_refs_changed"),
        new(typeof(CustomFieldsChanged), "deal", "custom_fields_changed"),
        new(typeof(AttachmentAdded), "deal", "attachment_added"),
        new(typeof(AttachmentRemoved), "deal", "attachment_removed"),
        new(typeof(CommentAdded), "deal", "comment_added"),
        new(typeof(StageEntered), "deal", "stage_entered"),
        new(typeof(StageTaskRaised), "deal", "stage_task_raised"),
        new(typeof(StageTaskCompleted), "deal", "stage_task_completed"),
        new(typeof(StageTaskCompletionRefused), "deal", "stage_task_completion_refused"),
        new(typeof(StageTaskSkipped), "deal", "stage_task_skipped"),
        new(typeof(StageTaskWithdrawn), "deal", "stage_task_withdrawn"),
        new(typeof(StageTaskReassigned), "deal", "stage_task_reassigned"),
        new(typeof(StageTaskAccepted), "deal", "stage_task_accepted"),
        new(typeof(StageTaskPostponed), "deal", "stage_task_postponed"),
        new(typeof(KindVersionChanged), "deal", "kind_version_changed"),
        new(typeof(DealConvertedToManual), "deal", "deal_converted_to_manual"),
        new(typeof(ProcessResumed), "deal", "process_resumed"),
        new(typeof(StageTaskOverdue), "deal", "stage_task_overdue"),
        new(typeof(InteractionRecorded), "deal", "interaction_recorded"),
        new(typeof(InteractionRevised), "deal", "interaction_revised"),
        new(typeof(InteractionDetached), "deal", "interaction_detached"),
        new(typeof(PresentationHeld), "deal", "presentation_held"),
        new(typeof(ProposalDrafted), "deal", "proposal_drafted"),
        new(typeof(ProposalIssued), "deal", "proposal_issued"),
        new(typeof(ProposalSent), "deal", "proposal_sent"),
        new(typeof(ProposalAccepted), "deal", "proposal_accepted"),
        new(typeof(ProposalDeclined), "deal", "proposal_declined"),
        new(typeof(ProposalWithdrawn), "deal", "proposal_withdrawn"),
        new(typeof(ProposalSuperseded), "deal", "proposal_superseded"),
        new(typeof(ProposalExpired), "deal", "proposal_expired"),
        new(typeof(DiscountApprovalRequested), "deal", "discount_approval_requested"),
        new(typeof(DiscountApproved), "deal", "discount_approved"),
        new(typeof(DiscountRejected), "deal", "discount_rejected"),
        new(typeof(OrderPlaced), "deal", "order_placed"),
        new(typeof(OrderLinesCancelled), "deal", "order_lines_cancelled"),
        new(typeof(InvoiceIssued), "deal", "invoice_issued"),
        new(typeof(InvoiceCancelled), "deal", "invoice_cancelled"),
        new(typeof(InvoicePaid), "deal", "invoice_paid"),
        new(typeof(InvoiceUnpaid), "deal", "invoice_unpaid"),
        new(typeof(PaymentReceived), "deal", "payment_received"),
        new(typeof(PaymentAllocated), "deal", "payment_allocated"),
        new(typeof(PaymentReversed), "deal", "payment_reversed"),
        new(typeof(RefundMade), "deal", "refund_made"),
        new(typeof(RefundReversed), "deal", "refund_reversed"),
        new(typeof(ShipmentMade), "deal", "shipment_made"),
        new(typeof(ShipmentReversed), "deal", "shipment_reversed"),
        new(typeof(ReturnAccepted), "deal", "return_accepted"),
        new(typeof(ReturnReversed), "deal", "return_reversed"),
        new(typeof(DebtWrittenOff), "deal", "debt_written_off"),
        new(typeof(WriteOffReversed), "deal", "write_off_reversed"),
        new(typeof(DocumentMailed), "deal", "document_mailed"),
        new(typeof(MailDeferred), "deal", "mail_deferred"),
        new(typeof(MailDelivered), "deal", "mail_delivered"),
        new(typeof(MailFailed), "deal", "mail_failed"),
        new(typeof(DealClosed), "deal", "deal_closed"),
        new(typeof(DealReopened), "deal", "deal_reopened"),
        // Proposals
        new(typeof(ProposalDraftWritten), "proposal", "proposal_draft_written"),
        new(typeof(ProposalDraftEdited), "proposal", "proposal_draft_edited"),
        new(typeof(ProposalClientFrozen), "proposal", "proposal_client_frozen"),
        // Interactions
        new(typeof(InteractionLogged), "interaction", "interaction_logged"),
        new(typeof(InteractionCorrected), "interaction", "interaction_corrected"),
        new(typeof(InteractionHeld), "interaction", "interaction_held"),
        new(typeof(InteractionLinked), "interaction", "interaction_linked"),
        new(typeof(InteractionUnlinked), "interaction", "interaction_unlinked"),
        new(typeof(InteractionReviewed), "interaction", "interaction_reviewed"),
        new(typeof(InteractionReviewPostponed), "interaction", "interaction_review_postponed"),
        new(typeof(InteractionWithdrawn), "interaction", "interaction_withdrawn"),
        // Clients
        new(typeof(ClientRegistered), "client", "client_registered"),
        new(typeof(ClientRenamed), "client", "client_renamed"),
        new(typeof(LegalDetailsChanged), "client", "legal_details_changed"),
        new(typeof(ClientDuplicateAccepted), "client", "client_duplicate_accepted"),
        new(typeof(ContactAdded), "client", "contact_added"),
        new(typeof(ContactChanged), "client", "contact_changed"),
        new(typeof(ContactsOrdered), "client", "contacts_ordered"),
        new(typeof(ContactEnded), "client", "contact_ended"),
        new(typeof(ClientFieldsChanged), "client", "client_fields_changed"),
        // Assignments
        new(typeof(AssignmentGiven), "assignment", "assignment_given"),
        new(typeof(AssignmentAccepted), "assignment", "assignment_accepted"),
        new(typeof(AssignmentDeclined), "assignment", "assignment_declined"),
        new(typeof(AssignmentRedirected), "assignment", "assignment_redirected"),
        new(typeof(AssignmentCompleted), "assignment", "assignment_completed"),
        new(typeof(AssignmentReturned), "assignment", "assignment_returned"),
        new(typeof(AssignmentConfirmed), "assignment", "assignment_confirmed"),
        new(typeof(AssignmentCancelled), "assignment", "assignment_cancelled"),
        new(typeof(AssignmentPostponed), "assignment", "assignment_postponed"),
        new(typeof(AssignmentEdited), "assignment", "assignment_edited"),
        new(typeof(AssignmentOverdue), "assignment", "assignment_overdue"),
        // Catalog
        new(typeof(ProductAdded), "product", "product_added"),
        new(typeof(ProductRecoded), "product", "product_recoded"),
        new(typeof(ProductRenamed), "product", "product_renamed"),
        new(typeof(ProductUnitChanged), "product", "product_unit_changed"),
        new(typeof(ProductPriceChanged), "product", "product_price_changed"),
        new(typeof(ProductVatRateChanged), "product", "product_vat_rate_changed"),
        new(typeof(ProductCostChanged), "product", "product_cost_changed"),
        new(typeof(ProductServiceChanged), "product", "product_service_changed"),
        new(typeof(ProductArchived), "product", "product_archived"),
        new(typeof(ProductRestored), "product", "product_restored"),
        new(typeof(ExchangeRateSet), "exchange_rate", "exchange_rate_set"),
        new(typeof(PriceListMade), "price_list", "price_list_made"),
        new(typeof(PriceListRetitled), "price_list", "price_list_retitled"),
        new(typeof(PriceListStartChanged), "price_list", "price_list_start_changed"),
        new(typeof(PriceListGrantsChanged), "price_list", "price_list_grants_changed"),
        new(typeof(PriceListArchived), "price_list", "price_list_archived"),
        new(typeof(PriceListRestored), "price_list", "price_list_restored"),
        new(typeof(ListPricesSet), "price_list", "list_prices_set"),
        new(typeof(SourceAdded), "source", "source_added"),
        new(typeof(SourceRetitled), "source", "source_retitled"),
        new(typeof(SourceChannelChanged), "source", "source_channel_changed"),
        new(typeof(SourcePositionChanged), "source", "source_position_changed"),
        new(typeof(SourceRetired), "source", "source_retired"),
        new(typeof(SourceRestored), "source", "source_restored"),
        new(typeof(LostReasonAdded), "lost_reason", "lost_reason_added"),
        new(typeof(LostReasonRetitled), "lost_reason", "lost_reason_retitled"),
        new(typeof(LostReasonRequirementChanged), "lost_reason", "lost_reason_requirement_changed"),
        new(typeof(LostReasonPositionChanged), "lost_reason", "lost_reason_position_changed"),
        new(typeof(LostReasonRetired), "lost_reason", "lost_reason_retired"),
        new(typeof(LostReasonRestored), "lost_reason", "lost_reason_restored"),
        // Deal kinds
        new(typeof(DealKindDrafted), "deal_kind", "deal_kind_drafted"),
        new(typeof(DealKindDraftEdited), "deal_kind", "deal_kind_draft_edited"),
        new(typeof(DealKindDraftDiscarded), "deal_kind", "deal_kind_draft_discarded"),
        new(typeof(DealKindDraftValidated), "deal_kind", "deal_kind_draft_validated"),
        new(typeof(DealKindPublished), "deal_kind", "deal_kind_published"),
        new(typeof(DealKindRetired), "deal_kind", "deal_kind_retired"),
        new(typeof(DealKindRestored), "deal_kind", "deal_kind_restored"),
        // Custom fields
        new(typeof(CustomFieldDefined), "custom_field", "custom_field_defined"),
        new(typeof(CustomFieldRetitled), "custom_field", "custom_field_retitled"),
        new(typeof(CustomFieldChoicesAdded), "custom_field", "custom_field_choices_added"),
        new(typeof(CustomFieldArchived), "custom_field", "custom_field_archived"),
        new(typeof(CustomFieldRestored), "custom_field", "custom_field_restored"),
        // Reminders
        new(typeof(ReminderSet), "reminder", "reminder_set"),
        new(typeof(ReminderTextChanged), "reminder", "reminder_text_changed"),
        new(typeof(ReminderTimingChanged), "reminder", "reminder_timing_changed"),
        new(typeof(ReminderMoved), "reminder", "reminder_moved"),
        new(typeof(ReminderFired), "reminder", "reminder_fired"),
        new(typeof(ReminderPassedOver), "reminder", "reminder_passed_over"),
        new(typeof(ReminderSnoozed), "reminder", "reminder_snoozed"),
        new(typeof(ReminderDismissed), "reminder", "reminder_dismissed"),
        new(typeof(ReminderEnded), "reminder", "reminder_ended"),
        new(typeof(ReminderRevived), "reminder", "reminder_revived"),
        // Bank statements
        new(typeof(BankStatementImported), "bank_statement", "bank_statement_imported"),
        new(typeof(StatementLineRead), "statement_line", "statement_line_read"),
        new(typeof(StatementLineMatched), "statement_line", "statement_line_matched"),
        new(typeof(StatementLineLeft), "statement_line", "statement_line_left"),
        new(typeof(StatementLineAssigned), "statement_line", "statement_line_assigned"),
        new(typeof(StatementLineTransferred), "statement_line", "statement_line_transferred"),
        new(typeof(StatementLineLinked), "statement_line", "statement_line_linked"),
        new(typeof(StatementLineUnassigned), "statement_line", "statement_line_unassigned"),
        new(typeof(StatementLineIgnored), "statement_line", "statement_line_ignored"),
        // Settings
        new(typeof(CompanyProfileChanged), "settings", "company_profile_changed"),
        new(typeof(CompanyBrandingChanged), "settings", "company_branding_changed"),
        new(typeof(BaseCurrencyChanged), "settings", "base_currency_changed"),
        new(typeof(TimeZoneChanged), "settings", "time_zone_changed"),
        new(typeof(CountryChanged), "settings", "country_changed"),
        new(typeof(LanguagesChanged), "settings", "languages_changed"),
        new(typeof(WorkingCalendarChanged), "settings", "working_calendar_changed"),
        new(typeof(NumberSeriesChanged), "settings", "number_series_changed"),
        new(typeof(WriteOffLimitChanged), "settings", "write_off_limit_changed"),
        new(typeof(VatRatesChanged), "settings", "vat_rates_changed"),
        new(typeof(FreeTextLinesChanged), "settings", "free_text_lines_changed"),
        new(typeof(DefaultVatRateChanged), "settings", "default_vat_rate_changed"),
        new(typeof(StatementFormatsChanged), "settings", "statement_formats_changed"),
        new(typeof(BalancedNeedsShipmentChanged), "settings", "balanced_needs_shipment_changed"),
        new(typeof(BankAccountsChanged), "settings", "bank_accounts_changed"),
        new(typeof(PayToDefaultAccountChanged), "settings", "pay_to_default_account_changed"),
        new(typeof(BooksClosed), "settings", "books_closed"),
        new(typeof(CapabilitySwitched), "settings", "capability_switched"),
        // Access
        new(typeof(UserAdded), "user", "user_added"),
        new(typeof(UserRenamed), "user", "user_renamed"),
        new(typeof(UserEmailChanged), "user", "user_email_changed"),
        new(typeof(UserPhoneChanged), "user", "user_phone_changed"),
        new(typeof(UserRolesChanged), "user", "user_roles_changed"),
        new(typeof(UserPlaced), "user", "user_placed"),
        new(typeof(UserDeactivated), "user", "user_deactivated"),
        new(typeof(UserReactivated), "user", "user_reactivated"),
        new(typeof(UserTimeZoneChanged), "user", "user_time_zone_changed"),
        new(typeof(UserLanguageChanged), "user", "user_language_changed"),
        new(typeof(UserWorkingHoursChanged), "user", "user_working_hours_changed"),
        new(typeof(UserNotificationsChanged), "user", "user_notifications_changed"),
        new(typeof(UserAbsenceSet), "user", "user_absence_set"),
        new(typeof(UserAbsenceRemoved), "user", "user_absence_removed"),
        new(typeof(TeamFormed), "team", "team_formed"),
        new(typeof(TeamRenamed), "team", "team_renamed"),
        new(typeof(TeamMoved), "team", "team_moved"),
        new(typeof(RoleDefined), "role", "role_defined"),
        new(typeof(RoleChanged), "role", "role_changed"),
        new(typeof(ApiKeyMade), "api_key", "api_key_made"),
        new(typeof(ApiKeyRevoked), "api_key", "api_key_revoked"),
    ];

    private static readonly FrozenDictionary<Type, Entry> ByType = Entries.ToFrozenDictionary(x => x.Type);

    private static readonly FrozenDictionary<string, Entry> ByName = Entries.ToFrozenDictionary(
        entry => entry.Name,
        StringComparer.Ordinal
    );

    /// <summary>The entry of a stored name.</summary>
    public static Entry Of(string name) => ByName[name];

    /// <summary>The entry of a stored name; null when this build does not know it.</summary>
    public static Entry? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The entry of an event's type.</summary>
    public static Entry Of(Type type) => ByType[type];

    /// <summary>The event types of one kind of stream.</summary>
    public static IEnumerable<Type> TypesOf(string stream) =>
        Entries.Where(x => x.Stream == stream).Select(x => x.Type);

    /// <summary>One kind of event.</summary>
    /// <param name="Type">The type to deserialize to.</param>
    /// <param name="Stream">The kind of stream that it belongs to.</param>
    /// <param name="Name">The stored name, in <c>snake_case</c>.</param>
    public sealed record Entry(Type Type, string Stream, string Name);
}
