namespace Crm.Api.Printing;

/// <summary>The fixed words of printed documents.</summary>
internal static class Labels
{
    public static readonly Localized Proposal = new("Коммерческое предложение", "Commercial proposal");
    public static readonly Localized ProposalDraft = new(
        "Коммерческое предложение (проект)",
        "Commercial proposal (draft)"
    );
    public static readonly Localized Invoice = new("Счёт на оплату", "Invoice");
    public static readonly Localized No = new("№", "No.");
    public static readonly Localized Dated = new("от {0}", "{0}");
    public static readonly Localized Revision = new("редакция {0}", "revision {0}");
    public static readonly Localized ValidUntil = new("действительно по {0}", "valid until {0}");
    public static readonly Localized PayBy = new("оплатить до {0}", "payable by {0}");
    public static readonly Localized ByOrder = new("по заказу № {0}", "order No. {0}");
    public static readonly Localized Draft = new("ПРОЕКТ", "DRAFT");
    public static readonly Localized Seller = new("Поставщик", "Supplier");
    public static readonly Localized Buyer = new("Покупатель", "Customer");
    public static readonly Localized TaxId = new("ИНН {0}", "Tax ID {0}");
    public static readonly Localized Kpp = new("КПП {0}", "KPP {0}");
    public static readonly Localized BankAccount = new("Счёт {0}", "Account {0}");
    public static readonly Localized Phone = new("тел. {0}", "tel. {0}");

    public static readonly Localized Greeting = new(
        "Благодарим за интерес к нашей компании и предлагаем рассмотреть наше предложение.",
        "Thank you for your interest in our company. We are pleased to submit the following proposal."
    );

    public static readonly Localized Name = new("Наименование", "Description");
    public static readonly Localized Quantity = new("Кол-во", "Qty");
    public static readonly Localized Unit = new("Ед.", "Unit");
    public static readonly Localized Price = new("Цена,\u00a0{0}", "Price,\u00a0{0}");
    public static readonly Localized Discount = new("Скидка", "Discount");
    public static readonly Localized Vat = new("НДС", "VAT");
    public static readonly Localized Sum = new("Сумма,\u00a0{0}", "Amount,\u00a0{0}");
    public static readonly Localized SumWithVat = new("Сумма с НДС, {0}", "Amount with VAT, {0}");
    public static readonly Localized SumWithoutVat = new("Сумма без НДС, {0}", "Amount without VAT, {0}");
    public static readonly Localized Exempt = new("без НДС", "exempt");
    public static readonly Localized Alternatives = new(
        "Варианты (в итог не входят)",
        "Alternatives (not part of the total)"
    );
    public static readonly Localized Advance = new("Предварительная оплата", "Advance payment");
    public static readonly Localized Scheduled = new(
        "Оплата по графику, часть {0} из {1}",
        "Scheduled payment, part {0} of {1}"
    );

    public static readonly Localized CarriedForward = new("К переносу", "Carried forward");
    public static readonly Localized BroughtForward = new("Перенесено", "Brought forward");
    public static readonly Localized BeforeDiscount = new("Сумма без скидки", "Before discount");
    public static readonly Localized NetTotal = new("Итого без НДС", "Total without VAT");
    public static readonly Localized VatOf = new("НДС {0} %", "VAT {0}%");
    public static readonly Localized VatWithin = new("В том числе НДС {0} %", "Including VAT {0}%");
    public static readonly Localized OfItVat = new("В том числе НДС", "Including VAT");
    public static readonly Localized VatTotal = new("НДС всего", "Total VAT");
    public static readonly Localized VatExempt = new("НДС не облагается", "VAT exempt");
    public static readonly Localized ExemptPart = new("Не облагается НДС", "Of it VAT exempt");
    public static readonly Localized Total = new("Всего", "Total");
    public static readonly Localized ToPay = new("Всего к оплате", "Total to pay");
    public static readonly Localized Summary = new(
        "Всего наименований {0}, на сумму {1}",
        "Items: {0}, total amount: {1}"
    );

    public static readonly Localized LeadTime = new("Срок поставки", "Lead time");
    public static readonly Localized LeadTimeText = new("{0} с даты заказа", "{0} from the order");
    public static readonly Localized LineLeadTime = new("Срок поставки: {0}", "Lead time: {0}");
    public static readonly Localized Validity = new("Срок действия", "Validity");
    public static readonly Localized ValidityText = new(
        "Предложение действительно по {0} включительно.",
        "This proposal is valid until {0} inclusive."
    );
    public static readonly Localized Delivery = new("Доставка", "Delivery");
    public static readonly Localized Payment = new("Оплата", "Payment");
    public static readonly Localized Other = new("Прочие условия", "Other terms");
    public static readonly Localized CompanyTerms = new("Общие условия", "General terms");
    public static readonly Localized Purpose = new("Назначение платежа", "Payment purpose");

    public static readonly Localized PurposeText = new(
        "Оплата по счёту № {0} от {1}",
        "Payment of invoice No. {0} of {1}"
    );
    public static readonly Localized PurposeVat = new("{0}, в т. ч. НДС {1}", "{0}, including VAT {1}");
    public static readonly Localized PurposeExempt = new("{0}, НДС не облагается", "{0}, VAT exempt");
    public static readonly Localized Scan = new("Оплата по QR-коду", "Scan to pay");
    public static readonly Localized Bank = new("Банк получателя", "Payee's bank");
    public static readonly Localized Bic = new("БИК", "BIC");
    public static readonly Localized AccountNo = new("Сч. №", "Acc. No.");
    public static readonly Localized Payee = new("Получатель", "Payee");
    public static readonly Localized InnShort = new("ИНН", "Tax ID");
    public static readonly Localized KppShort = new("КПП", "KPP");
    public static readonly Localized Signatory = new("Руководитель", "Authorised signatory");
    public static readonly Localized Stamp = new("М. П.", "");
    public static readonly Localized Page = new("Страница {0} из {1}", "Page {0} of {1}");

    /// <summary>A label with its values put in.</summary>
    public static string With(this Localized label, string language, params object[] values) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, label.In(language), values);
}
