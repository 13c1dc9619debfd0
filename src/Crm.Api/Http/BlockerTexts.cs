using Entry = Crm.Api.Http.ProblemCatalogue.Entry;

namespace Crm.Api.Http;

/// <summary>Texts of blockers and of faults in single members.</summary>
internal static class BlockerTexts
{
    public static IReadOnlyList<Entry> All { get; } =
    [
        B("interaction.missing", "Нет взаимодействия с описанием", "No interaction with a description is recorded"),
        B("client.unidentified", "Клиент не определён", "The client is not identified"),
        B("interest.missing", "Нет интереса клиента", "No interest line is given"),
        B("amount.missing", "Нет ожидаемой суммы", "No expected amount is given"),
        B("presentation.missing", "Презентация не проведена", "No presentation is recorded"),
        B("proposal.not_accepted", "Предложение не принято", "No proposal is accepted"),
        B("proposal.not_sent", "Предложение не отправлено", "No proposal was sent"),
        B("client.legal_details_missing", "У клиента нет реквизитов", "The client has no legal details"),
        B("order.missing", "Нет заказа", "No order exists"),
        B("obligations.unconfirmed", "Нет ни счёта, ни оплаты, ни отгрузки", "There is no invoice, payment or shipment"),
        B("payment.incomplete", "Оплачено не всё", "Not everything is paid"),
        B("shipment.none", "Ничего не отгружено", "Nothing is shipped"),
        B("shipment.incomplete", "Отгружено не всё", "Not everything is shipped"),
        B("balance.client_owes", "Клиент должен", "The client owes"),
        B("balance.we_owe", "Мы должны клиенту", "We owe the client"),
        B("tasks.open", "Есть открытые задачи", "Mandatory tasks are open"),
        B("lost_reason.missing", "Не указана причина проигрыша", "No lost reason is given"),
        B("lost_reason.comment_required", "Причина требует комментария", "The reason asks for a comment"),
        B("lost_reason.competitor_required", "Причина требует указать конкурента", "The reason asks for a competitor"),
        B("member.required", "Обязательное поле", "Required member"),
        B("member.unknown", "Неизвестное поле", "Unknown member"),
        B("member.invalid", "Недопустимое значение", "Invalid value"),
        B("member.null", "Значение не может быть пустым", "The value cannot be null"),
        B("member.twice", "Поле указано дважды", "Member given twice"),
        B("member.not_applicable", "Поле здесь не применимо", "Member does not apply here"),
        B("member.too_long", "Слишком длинно", "Too long"),
        B("member.blank", "Пустой текст", "Blank text"),
        B("member.too_many", "Слишком много элементов", "Too many items"),
        B("member.empty", "Пустой список", "Empty list"),
        B("member.conflict", "Поля исключают друг друга", "Members exclude each other"),
        B("body.too_deep", "Слишком глубокая вложенность", "Nested too deeply"),
        B("text.invalid_character", "Недопустимый символ", "Invalid character"),
        B("amount.not_positive", "Сумма должна быть больше нуля", "The amount must be above zero"),
        B("amount.negative", "Сумма не может быть отрицательной", "The amount cannot be negative"),
        B("amount.too_precise", "Слишком много знаков после запятой", "Too many decimals"),
        B("amount.too_large", "Слишком большая сумма", "The amount is too large"),
        B("lines.missing", "Нет строк", "No lines are given"),
        B("quantity.too_large", "Слишком большое количество", "The quantity is too large"),
        B("quantity.not_positive", "Количество должно быть больше нуля", "The quantity must be above zero"),
        B("quantity.too_precise", "Слишком много знаков после запятой в количестве", "Too many decimals in the quantity"),
        B("percent.out_of_range", "Процент от 0 до 100", "A percent from 0 to 100"),
        B("vat_rate.unknown", "Неизвестная ставка НДС", "Unknown VAT rate"),
        B("date.future", "Дата в будущем", "The date lies in the future"),
        B("stage.unknown", "Неизвестный этап", "Unknown stage"),
        B("reason.required", "Нужна причина", "A reason is required"),
        B("interest.product_or_text", "Либо товар, либо текст", "Either a product or a text"),
        B("order_line.not_found", "Нет такой строки заказа", "No such order line"),
        B("order_line.twice", "Строка указана дважды", "The line is given twice"),
        B("invoice.cancelled", "Счёт отменён", "The invoice is cancelled"),
        B("invoice.twice", "Счёт указан дважды", "The invoice is given twice"),
        B("allocations.exceed_payment", "Распределено больше оплаты", "Allocated more than was paid"),
        B("lost_reason.unknown", "Неизвестная причина проигрыша", "Unknown lost reason"),
        B("time_zone.unknown", "Неизвестный часовой пояс", "Unknown time zone"),
    ];

    private static Entry B(string code, string ru, string en) => new(code, 0, new(ru, en), new(ru, en));
}
