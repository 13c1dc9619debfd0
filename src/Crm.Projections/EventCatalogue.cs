using System.Collections.Frozen;
using Crm.Domain.Access;
using Crm.Domain.BankStatements;
using Crm.Domain.Catalog;
using Crm.Domain.Clients;
using Crm.Domain.Currencies;
using Crm.Domain.CustomFields;
using Crm.Domain.DealKinds;
using Crm.Domain.Deals;
using Crm.Domain.Proposals;
using Crm.Domain.Settings;

namespace Crm.Projections;

/// <summary>
/// The stored name of every fact, and its title for people. Nothing else can be stored. A name is for ever: a changed shape
/// gets a new one and an upcast from the old.
/// </summary>
public static class EventCatalogue
{
    public static ImmutableArray<Entry> Entries { get; } =
    [
        // Deals
        new(typeof(DealOpened), "deal", "deal_opened", new("Сделка открыта", "Deal opened")),
        new(typeof(DealRetitled), "deal", "deal_retitled", new("Название изменено", "Title changed")),
        new(typeof(ClientIdentified), "deal", "client_identified", new("Клиент определён", "Client identified")),
        new(typeof(ManagerAssigned), "deal", "manager_assigned", new("Назначен менеджер", "Manager assigned")),
        new(
            typeof(ParticipantsChanged),
            "deal",
            "participants_changed",
            new("Изменены участники", "Participants changed")
        ),
        new(
            typeof(ExpectedAmountChanged),
            "deal",
            "expected_amount_changed",
            new("Ожидаемая сумма изменена", "Expected amount changed")
        ),
        new(
            typeof(ProbabilityChanged),
            "deal",
            "probability_changed",
            new("Вероятность изменена", "Probability changed")
        ),
        new(typeof(SourceChanged), "deal", "source_changed", new("Источник изменён", "Source changed")),
        new(typeof(InterestChanged), "deal", "interest_changed", new("Интерес изменён", "Interest changed")),
        new(
            typeof(ExpectedCloseChanged),
            "deal",
            "expected_close_changed",
            new("Ожидаемая дата закрытия изменена", "Expected closing date changed")
        ),
        new(
            typeof(DealCommentChanged),
            "deal",
            "deal_comment_changed",
            new("Комментарий к сделке изменён", "Deal comment changed")
        ),
        new(
            typeof(ExternalRefsChanged),
            "deal",
            "external_refs_changed",
            new("Внешние ссылки изменены", "External references changed")
        ),
        new(
            typeof(CustomFieldsChanged),
            "deal",
            "custom_fields_changed",
            new("Изменены дополнительные поля", "Custom fields changed")
        ),
        new(typeof(AttachmentAdded), "deal", "attachment_added", new("Приложен файл", "Attachment added")),
        new(typeof(AttachmentRemoved), "deal", "attachment_removed", new("Файл убран", "Attachment removed")),
        new(typeof(CommentAdded), "deal", "comment_added", new("Добавлен комментарий", "Comment added")),
        new(typeof(StageEntered), "deal", "stage_entered", new("Переход на этап", "Stage entered")),
        new(typeof(StageTaskRaised), "deal", "stage_task_raised", new("Поставлена задача", "Task raised")),
        new(typeof(StageTaskCompleted), "deal", "stage_task_completed", new("Задача выполнена", "Task completed")),
        new(
            typeof(StageTaskCompletionRefused),
            "deal",
            "stage_task_completion_refused",
            new("Отказ в завершении задачи", "Task completion refused")
        ),
        new(typeof(StageTaskSkipped), "deal", "stage_task_skipped", new("Задача пропущена", "Task skipped")),
        new(typeof(StageTaskWithdrawn), "deal", "stage_task_withdrawn", new("Задача снята", "Task withdrawn")),
        new(typeof(StageTaskReassigned), "deal", "stage_task_reassigned", new("Задача передана", "Task reassigned")),
        new(
            typeof(KindVersionChanged),
            "deal",
            "kind_version_changed",
            new("Сделка переведена на другую версию вида", "Deal moved to another version of its kind")
        ),
        new(
            typeof(DealConvertedToManual),
            "deal",
            "deal_converted_to_manual",
            new("Сделка переведена на ручное ведение", "Deal converted to manual")
        ),
        new(typeof(ProcessResumed), "deal", "process_resumed", new("Процесс возобновлён", "Process resumed")),
        new(typeof(StageTaskOverdue), "deal", "stage_task_overdue", new("Задача просрочена", "Task overdue")),
        new(
            typeof(InteractionRecorded),
            "deal",
            "interaction_recorded",
            new("Записано взаимодействие", "Interaction recorded")
        ),
        new(typeof(PresentationHeld), "deal", "presentation_held", new("Проведена презентация", "Presentation held")),
        new(typeof(ProposalDrafted), "deal", "proposal_drafted", new("Начато предложение", "Proposal drafted")),
        new(typeof(ProposalIssued), "deal", "proposal_issued", new("Предложение выпущено", "Proposal issued")),
        new(typeof(ProposalSent), "deal", "proposal_sent", new("Предложение отправлено", "Proposal sent")),
        new(typeof(ProposalAccepted), "deal", "proposal_accepted", new("Предложение принято", "Proposal accepted")),
        new(typeof(ProposalDeclined), "deal", "proposal_declined", new("Предложение отклонено", "Proposal declined")),
        new(typeof(ProposalWithdrawn), "deal", "proposal_withdrawn", new("Предложение отозвано", "Proposal withdrawn")),
        new(
            typeof(ProposalSuperseded),
            "deal",
            "proposal_superseded",
            new("Предложение заменено", "Proposal superseded")
        ),
        new(typeof(ProposalExpired), "deal", "proposal_expired", new("Срок предложения истёк", "Proposal expired")),
        new(
            typeof(DiscountApprovalRequested),
            "deal",
            "discount_approval_requested",
            new("Запрошено согласование скидки", "Approval of a discount requested")
        ),
        new(typeof(DiscountApproved), "deal", "discount_approved", new("Скидка согласована", "Discount approved")),
        new(typeof(DiscountRejected), "deal", "discount_rejected", new("Скидка отклонена", "Discount rejected")),
        new(typeof(OrderPlaced), "deal", "order_placed", new("Оформлен заказ", "Order placed")),
        new(
            typeof(OrderLinesCancelled),
            "deal",
            "order_lines_cancelled",
            new("Строки заказа отменены", "Order lines cancelled")
        ),
        new(typeof(InvoiceIssued), "deal", "invoice_issued", new("Выставлен счёт", "Invoice issued")),
        new(typeof(InvoiceCancelled), "deal", "invoice_cancelled", new("Счёт отменён", "Invoice cancelled")),
        new(typeof(InvoicePaid), "deal", "invoice_paid", new("Счёт оплачен", "Invoice paid")),
        new(typeof(InvoiceUnpaid), "deal", "invoice_unpaid", new("Оплата счёта снята", "Invoice no longer paid")),
        new(typeof(PaymentReceived), "deal", "payment_received", new("Получена оплата", "Payment received")),
        new(typeof(RefundMade), "deal", "refund_made", new("Сделан возврат денег", "Refund made")),
        new(typeof(ShipmentMade), "deal", "shipment_made", new("Проведена отгрузка", "Shipment made")),
        new(typeof(ReturnAccepted), "deal", "return_accepted", new("Принят возврат товара", "Return accepted")),
        new(typeof(DebtWrittenOff), "deal", "debt_written_off", new("Долг списан", "Debt written off")),
        new(typeof(DocumentMailed), "deal", "document_mailed", new("Документ отправлен по почте", "Document mailed")),
        new(
            typeof(MailDeferred),
            "deal",
            "mail_deferred",
            new("Почтовый сервер пока не принял письмо", "Mail deferred")
        ),
        new(typeof(MailDelivered), "deal", "mail_delivered", new("Письмо принято почтовым сервером", "Mail delivered")),
        new(typeof(MailFailed), "deal", "mail_failed", new("Письмо не доставлено", "Mail failed")),
        new(typeof(DealClosed), "deal", "deal_closed", new("Сделка закрыта", "Deal closed")),
        new(typeof(DealReopened), "deal", "deal_reopened", new("Сделка открыта снова", "Deal reopened")),
        // Proposals
        new(
            typeof(ProposalDraftWritten),
            "proposal",
            "proposal_draft_written",
            new("Записан черновик предложения", "Proposal draft written")
        ),
        new(
            typeof(ProposalDraftEdited),
            "proposal",
            "proposal_draft_edited",
            new("Черновик предложения изменён", "Proposal draft edited")
        ),
        new(
            typeof(ProposalClientFrozen),
            "proposal",
            "proposal_client_frozen",
            new("Реквизиты клиента в предложении зафиксированы", "Client of the proposal frozen")
        ),
        // Clients
        new(typeof(ClientRegistered), "client", "client_registered", new("Клиент заведён", "Client registered")),
        new(typeof(ClientRenamed), "client", "client_renamed", new("Клиент переименован", "Client renamed")),
        new(
            typeof(LegalDetailsChanged),
            "client",
            "legal_details_changed",
            new("Реквизиты изменены", "Legal details changed")
        ),
        new(typeof(ContactAdded), "client", "contact_added", new("Добавлено контактное лицо", "Contact added")),
        new(
            typeof(ClientFieldsChanged),
            "client",
            "client_fields_changed",
            new("Изменены дополнительные поля клиента", "Custom fields of the client changed")
        ),
        // Catalog
        new(typeof(ProductAdded), "product", "product_added", new("Добавлен товар", "Product added")),
        new(typeof(ProductRecoded), "product", "product_recoded", new("Код товара изменён", "Product's code changed")),
        new(typeof(ProductRenamed), "product", "product_renamed", new("Товар переименован", "Product renamed")),
        new(
            typeof(ProductUnitChanged),
            "product",
            "product_unit_changed",
            new("Единица товара изменена", "Product's unit changed")
        ),
        new(
            typeof(ProductPriceChanged),
            "product",
            "product_price_changed",
            new("Цена товара изменена", "Product's price changed")
        ),
        new(
            typeof(ProductVatRateChanged),
            "product",
            "product_vat_rate_changed",
            new("Ставка НДС товара изменена", "Product's VAT rate changed")
        ),
        new(
            typeof(ProductCostChanged),
            "product",
            "product_cost_changed",
            new("Себестоимость товара изменена", "Product's cost changed")
        ),
        new(typeof(ProductArchived), "product", "product_archived", new("Товар убран в архив", "Product archived")),
        new(
            typeof(ProductRestored),
            "product",
            "product_restored",
            new("Товар возвращён из архива", "Product restored")
        ),
        new(
            typeof(ExchangeRateSet),
            "exchange_rate",
            "exchange_rate_set",
            new("Установлен курс валюты", "Exchange rate set")
        ),
        new(typeof(PriceListMade), "price_list", "price_list_made", new("Создан прайс-лист", "Price list made")),
        new(
            typeof(PriceListRetitled),
            "price_list",
            "price_list_retitled",
            new("Прайс-лист переименован", "Price list retitled")
        ),
        new(
            typeof(PriceListStartChanged),
            "price_list",
            "price_list_start_changed",
            new("Начало действия прайс-листа изменено", "Price list's first day changed")
        ),
        new(
            typeof(PriceListArchived),
            "price_list",
            "price_list_archived",
            new("Прайс-лист убран в архив", "Price list archived")
        ),
        new(
            typeof(PriceListRestored),
            "price_list",
            "price_list_restored",
            new("Прайс-лист возвращён из архива", "Price list restored")
        ),
        new(typeof(ListPricesSet), "price_list", "list_prices_set", new("Установлены цены", "Prices set")),
        new(typeof(SourceAdded), "source", "source_added", new("Добавлен источник", "Source added")),
        new(
            typeof(LostReasonAdded),
            "lost_reason",
            "lost_reason_added",
            new("Добавлена причина проигрыша", "Lost reason added")
        ),
        // Deal kinds
        new(typeof(DealKindDrafted), "deal_kind", "deal_kind_drafted", new("Начат вид сделок", "Deal kind drafted")),
        new(
            typeof(DealKindDraftEdited),
            "deal_kind",
            "deal_kind_draft_edited",
            new("Черновик вида изменён", "Deal kind's draft edited")
        ),
        new(
            typeof(DealKindDraftDiscarded),
            "deal_kind",
            "deal_kind_draft_discarded",
            new("Черновик вида отброшен", "Deal kind's draft discarded")
        ),
        new(
            typeof(DealKindDraftValidated),
            "deal_kind",
            "deal_kind_draft_validated",
            new("Черновик вида проверен", "Deal kind's draft validated")
        ),
        new(
            typeof(DealKindPublished),
            "deal_kind",
            "deal_kind_published",
            new("Опубликована версия вида", "Version of a deal kind published")
        ),
        new(
            typeof(DealKindRetired),
            "deal_kind",
            "deal_kind_retired",
            new("Вид выведен из употребления", "Deal kind retired")
        ),
        new(
            typeof(DealKindRestored),
            "deal_kind",
            "deal_kind_restored",
            new("Вид возвращён в употребление", "Deal kind restored")
        ),
        // Custom fields
        new(
            typeof(CustomFieldDefined),
            "custom_field",
            "custom_field_defined",
            new("Заведено дополнительное поле", "Custom field defined")
        ),
        new(
            typeof(CustomFieldRetitled),
            "custom_field",
            "custom_field_retitled",
            new("Дополнительное поле переименовано", "Custom field retitled")
        ),
        new(
            typeof(CustomFieldChoicesAdded),
            "custom_field",
            "custom_field_choices_added",
            new("Добавлены варианты выбора", "Choices added")
        ),
        new(
            typeof(CustomFieldArchived),
            "custom_field",
            "custom_field_archived",
            new("Дополнительное поле в архиве", "Custom field archived")
        ),
        new(
            typeof(CustomFieldRestored),
            "custom_field",
            "custom_field_restored",
            new("Дополнительное поле снова в работе", "Custom field restored")
        ),
        // Bank statements
        new(
            typeof(BankStatementImported),
            "bank_statement",
            "bank_statement_imported",
            new("Загружена банковская выписка", "Bank statement imported")
        ),
        new(
            typeof(StatementLineRead),
            "statement_line",
            "statement_line_read",
            new("Прочитана строка выписки", "Statement line read")
        ),
        new(
            typeof(StatementLineMatched),
            "statement_line",
            "statement_line_matched",
            new("Строка выписки сопоставлена со счётом", "Statement line matched")
        ),
        new(
            typeof(StatementLineLeft),
            "statement_line",
            "statement_line_left",
            new("Строка выписки ждёт решения", "Statement line waits")
        ),
        new(
            typeof(StatementLineAssigned),
            "statement_line",
            "statement_line_assigned",
            new("Строка выписки отнесена на сделку", "Statement line assigned")
        ),
        new(
            typeof(StatementLineIgnored),
            "statement_line",
            "statement_line_ignored",
            new("Строка выписки не относится к сделкам", "Statement line ignored")
        ),
        // Settings
        new(
            typeof(CompanyProfileChanged),
            "settings",
            "company_profile_changed",
            new("Реквизиты компании изменены", "Company profile changed")
        ),
        new(
            typeof(CompanyBrandingChanged),
            "settings",
            "company_branding_changed",
            new("Оформление документов изменено", "Branding changed")
        ),
        new(
            typeof(BaseCurrencyChanged),
            "settings",
            "base_currency_changed",
            new("Основная валюта изменена", "Base currency changed")
        ),
        new(typeof(TimeZoneChanged), "settings", "time_zone_changed", new("Часовой пояс изменён", "Time zone changed")),
        new(typeof(LanguagesChanged), "settings", "languages_changed", new("Языки изменены", "Languages changed")),
        new(
            typeof(WorkingCalendarChanged),
            "settings",
            "working_calendar_changed",
            new("Рабочий календарь изменён", "Working calendar changed")
        ),
        new(
            typeof(NumberSeriesChanged),
            "settings",
            "number_series_changed",
            new("Нумерация изменена", "Number series changed")
        ),
        new(
            typeof(WriteOffLimitChanged),
            "settings",
            "write_off_limit_changed",
            new("Изменён предел списания", "Write-off limit changed")
        ),
        new(typeof(VatRatesChanged), "settings", "vat_rates_changed", new("Ставки НДС изменены", "VAT rates changed")),
        new(
            typeof(CapabilitySwitched),
            "settings",
            "capability_switched",
            new("Возможность включена или выключена", "Capability switched on or off")
        ),
        // Access
        new(typeof(UserAdded), "user", "user_added", new("Добавлен пользователь", "User added")),
        new(typeof(UserRenamed), "user", "user_renamed", new("Пользователь переименован", "User renamed")),
        new(
            typeof(UserEmailChanged),
            "user",
            "user_email_changed",
            new("Почта пользователя изменена", "User's e-mail changed")
        ),
        new(
            typeof(UserRolesChanged),
            "user",
            "user_roles_changed",
            new("Роли пользователя изменены", "User's roles changed")
        ),
        new(typeof(UserPlaced), "user", "user_placed", new("Пользователь переведён в группу", "User placed in a team")),
        new(typeof(UserDeactivated), "user", "user_deactivated", new("Пользователь отключён", "User deactivated")),
        new(typeof(UserReactivated), "user", "user_reactivated", new("Пользователь включён", "User reactivated")),
        new(typeof(TeamFormed), "team", "team_formed", new("Создана группа", "Team formed")),
        new(typeof(TeamRenamed), "team", "team_renamed", new("Группа переименована", "Team renamed")),
        new(typeof(TeamMoved), "team", "team_moved", new("Группа перенесена", "Team moved")),
        new(typeof(RoleDefined), "role", "role_defined", new("Создана роль", "Role defined")),
        new(typeof(RoleChanged), "role", "role_changed", new("Роль изменена", "Role changed")),
        new(typeof(ApiKeyMade), "api_key", "api_key_made", new("Создан ключ API", "API key made")),
        new(typeof(ApiKeyRevoked), "api_key", "api_key_revoked", new("Ключ API отозван", "API key revoked")),
    ];

    private static readonly FrozenDictionary<Type, Entry> ByType = Entries.ToFrozenDictionary(x => x.Type);

    private static readonly FrozenDictionary<string, Entry> ByName = Entries.ToFrozenDictionary(
        entry => entry.Name,
        StringComparer.Ordinal
    );

    /// <summary>The entry of a stored name.</summary>
    public static Entry Of(string name) => ByName[name];

    /// <summary>The entry of a fact's type.</summary>
    public static Entry Of(Type type) => ByType[type];

    /// <summary>The types of facts that one kind of stream holds.</summary>
    public static IEnumerable<Type> TypesOf(string stream) =>
        Entries.Where(x => x.Stream == stream).Select(x => x.Type);

    /// <summary>One kind of fact.</summary>
    /// <param name="Type">The type it is read as.</param>
    /// <param name="Stream">The kind of stream that it belongs to.</param>
    /// <param name="Name">The name it is stored under, <c>snake_case</c>.</param>
    /// <param name="Title">How people call it.</param>
    public sealed record Entry(Type Type, string Stream, string Name, Localized Title);
}
