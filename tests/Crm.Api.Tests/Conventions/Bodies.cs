using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Conventions;

/// <summary>
/// Every operation that takes a body: a body that it takes, its required members, and a sample of each other member. A test
/// compares the rows with the route table and with the request types, so a new route or member without a row here is red.
/// </summary>
/// <param name="Id">The operation.</param>
/// <param name="Path">Below /api/v1, with {deal}, {task}, {proposal} ... of the arranged sale.</param>
/// <param name="Least">The smallest body that is well-formed: all its members are required.</param>
/// <param name="More">The other members, each with a good value.</param>
public sealed record Bodies(string Id, string Path, string Least, string More = "{}")
{
    private const string Money = """{"amount":"10.00","currency":"RUB"}""";
    private const string Past = "\"2026-11-23T09:00:00Z\"";
    private const string Line =
        """{"name":"Кабель","quantity":2,"unit":"шт","price":"""
        + """{"amount":"5.50","currency":"RUB"},"discountPercent":1.5,"vatRate":"""
        + """20,"productId":"{product}","discountSum":{"amount":"0.01","currency":"RUB"},"leadTimeDays":5}""";
    private const string Off = """{"percent":1}""";
    private const string Id1 = "\"0198f3a0-0000-7000-8000-000000000001\"";
    private const string When = "{\"happenedAt\":" + Past + "}";
    private const string Why = """{"reason":"Так решили"}""";
    private const string Refs = """[{"system":"1c","id":"42"}]""";
    private const string Legal =
        """{"taxId":"7707083893","registeredName":"ООО","address":"Москва","bankAccount":"40702810"}""";
    private const string Person = """{"name":"Анна","phone":"+7","email":"a@b.c","role":"закупки","id":""" + Id1 + "}";
    private const string Stage =
        """{"code":"a","title":{"ru":"А","en":"A"},"probability":10,"next":"b","moves":["a"],"rework":["""
        + """{"to":"a","on":"proposalDeclined"}],"tasks":[{"code":"t","title":{"ru":"А","en":"A"},"due":{"days":"""
        + """1,"hours":2,"working":true},"once":true,"mandatory":true,"parallel":true,"automatic":"""
        + """true,"assignee":{"kind":"user","user":"{user}","role":"auditor"}}]}""";
    private const string Custom = """{"colour":"red"}""";
    private const string FieldTitle = """{"ru":"Цвет","en":"Colour"}""";
    private const string Choices = """[{"code":"red","title":{"ru":"Красный","en":"Red"}}]""";
    private const string Interest =
        """[{"productId":"{product}","text":"Стол","quantity":1.5,"unit":"шт","amount":""" + Money + "}]";

    public HttpMethod Method =>
        IsPatch ? HttpMethod.Patch
        : Id.StartsWith("write", StringComparison.Ordinal) ? HttpMethod.Put
        : HttpMethod.Post;

    public bool IsPatch => Id == "updateSettings" || Id.StartsWith("edit", StringComparison.Ordinal);

    public static IReadOnlyList<Bodies> All { get; } =
    [
        new(
            "openDeal",
            "/deals",
            """{"title":"Стол"}""",
            $$"""{"kind":"standard-sale","kindId":{{Id1}},"clientId":{{Id1}},"managerId":{{Id1}},"expectedAmount":"""
                + $$"""{{Money}},"probability":10,"sourceId":"site","interest":"""
                + $$"""{{Interest}},"expectedCloseOn":"2027-01-31","comment":"да","externalRefs":{{Refs}},"customFields":"""
                + $$"""{{Custom}},"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "editDeal",
            "/deals/{deal}",
            "{}",
            $$"""{"title":"Стул","expectedAmount":{{Money}},"probability":"""
                + """10,"sourceId":"site","expectedCloseOn":"2027-01-31","comment":"да","externalRefs":"""
                + $$"""{{Refs}},"customFields":{{Custom}},"happenedAt":{{Past}}}"""
        ),
        new("identifyClient", "/deals/{deal}/client", """{"clientId":"{client}"}""", When),
        new("assignManager", "/deals/{deal}/manager", """{"userId":"{user}"}""", When),
        new("setParticipants", "/deals/{deal}/participants", """{"userIds":["{user}"]}""", When),
        new(
            "setInterest",
            "/deals/{deal}/interest",
            $$"""{"lines":{{Interest.Replace("\"text\":\"Стол\",", "", StringComparison.Ordinal)}}}""",
            When
        ),
        new(
            "moveDeal",
            "/deals/{deal}/move",
            """{"stage":"fulfilment"}""",
            """{"reason":"да","happenedAt":""" + Past + "}"
        ),
        new(
            "closeDeal",
            "/deals/{deal}/close",
            """{"outcome":"lost"}""",
            """{"lostReason":"price","comment":"да","competitor":"они","waiver":{"reason":"да"},"happenedAt":"""
                + Past
                + "}"
        ),
        new("reopenDeal", "/deals/{deal}/reopen", Why, When),
        new(
            "completeTask",
            "/deals/{deal}/tasks/{task}/complete",
            "{}",
            """{"comment":"да","checklist":{"called":true},"happenedAt":""" + Past + "}"
        ),
        new("skipTask", "/deals/{deal}/tasks/{task}/skip", Why, When),
        new(
            "reassignTask",
            "/deals/{deal}/tasks/{task}/reassign",
            "{}",
            """{"userId":"{user}","reason":"да","happenedAt":""" + Past + "}"
        ),
        new("convertToManual", "/deals/{deal}/convert-to-manual", Why, When),
        new(
            "resumeProcess",
            "/deals/{deal}/resume-process",
            """{"stage":"fulfilment"}""",
            """{"reason":"да","happenedAt":""" + Past + "}"
        ),
        new(
            "changeKindVersion",
            "/deals/{deal}/change-kind-version",
            """{"version":1}""",
            """{"stages":{"terms":"terms"},"reason":"да","happenedAt":""" + Past + "}"
        ),
        new(
            "recordInteraction",
            "/deals/{deal}/interactions",
            """{"kind":"call","description":"Звонок"}""",
            $$"""{"direction":"in","subject":"да","with":[{"name":"Анна"}],"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "recordPresentation",
            "/deals/{deal}/presentations",
            """{"heldAt":"2026-11-20T10:00:00Z","outcome":"да"}""",
            $$"""{"place":"Москва","attendees":["Анна"],"shown":["А"],"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new("addComment", "/deals/{deal}/comments", """{"text":"да"}""", $$"""{"id":{{Id1}},"happenedAt":{{Past}}}"""),
        new(
            "draftProposal",
            "/deals/{deal}/proposals",
            $$"""{"lines":[{{Line}}],"validUntil":"2027-06-30"}""",
            """{"priceIncludesVat":true,"terms":{"delivery":"да","payment":"да","other":"да"},"discount":"""
                + $$"""{{Off}},"leadTimeDays":5,"fromInterest":false,"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "editProposal",
            "/proposals/{draft}",
            "{}",
            $$"""{"lines":[{{Line}}],"validUntil":"2027-06-30","priceIncludesVat":true,"terms":"""
                + $$"""{"delivery":"да","payment":"да","other":"да"},"discount":{{Off}},"leadTimeDays":5,"happenedAt":"""
                + $$"""{{Past}}}"""
        ),
        new(
            "requestDiscountApproval",
            "/proposals/{draft}/request-discount-approval",
            "{}",
            """{"comment":"да","happenedAt":""" + Past + "}"
        ),
        new(
            "approveDiscount",
            "/proposals/{draft}/approve-discount",
            "{}",
            """{"comment":"да","percent":15,"happenedAt":""" + Past + "}"
        ),
        new("rejectDiscount", "/proposals/{draft}/reject-discount", Why, When),
        new("issueProposal", "/proposals/{draft}/issue", "{}", When),
        new("sendProposal", "/proposals/{draft}/send", "{}", When),
        new("acceptProposal", "/proposals/{draft}/accept", "{}", """{"comment":"да","happenedAt":""" + Past + "}"),
        new("declineProposal", "/proposals/{draft}/decline", Why, When),
        new("withdrawProposal", "/proposals/{draft}/withdraw", Why, When),
        new("reviseProposal", "/proposals/{proposal}/revise", "{}", When),
        new(
            "placeOrder",
            "/deals/{deal}/orders",
            $$"""{"lines":[{{Line}}]}""",
            $$"""{"proposalId":"{proposal}","fromInterest":true,"priceIncludesVat":true,"discount":{{Off}},"id":"""
                + $$"""{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "cancelOrderLines",
            "/deals/{deal}/orders/{order}/cancel-lines",
            """{"lines":[{"lineId":"{line}","quantity":1}],"reason":"да"}""",
            When
        ),
        new(
            "issueInvoice",
            "/deals/{deal}/invoices",
            """{"orderId":"{order}"}""",
            $$"""{"amount":{{Money}},"lines":[{"lineId":"{line}","quantity":"""
                + $$"""1,"productId":"{product}","name":"А","unit":"шт","price":{{Money}},"discountPercent":1,"vatRate":"""
                + $$"""20}],"priceIncludesVat":true,"dueOn":"2026-12-31","id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "cancelInvoice",
            "/deals/{deal}/invoices/{invoice}/cancel",
            "{}",
            """{"reason":"да","happenedAt":""" + Past + "}"
        ),
        new(
            "reissueInvoice",
            "/deals/{deal}/invoices/{invoice}/reissue",
            Why,
            $$"""{"amount":{{Money}},"lines":[{"lineId":"{line}","quantity":"""
                + $$"""1,"productId":"{product}","name":"А","unit":"шт","price":{{Money}},"discountPercent":1,"vatRate":"""
                + $$"""20}],"priceIncludesVat":true,"dueOn":"2026-12-31","id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "scheduleInvoices",
            "/deals/{deal}/invoices/schedule",
            """{"orderId":"{order}","parts":[{"dueOn":"2026-12-31","percent":100}]}""",
            When
        ),
        new(
            "recordShipment",
            "/deals/{deal}/shipments",
            """{"orderId":"{order}","lines":[{"lineId":"{line}","quantity":1,"unitCost":{"amount":"1.00","currency":"RUB"}}]}""",
            $$"""{"rest":true,"shippedOn":"2026-11-20","id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "acceptReturn",
            "/deals/{deal}/returns",
            """{"shipmentId":"{shipment}","lines":[{"lineId":"{line}","quantity":1}],"reason":"да"}""",
            $$"""{"rest":true,"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "emailProposal",
            "/proposals/{proposal}/email",
            """{"to":["anna@client.example"]}""",
            $$"""{"cc":["boss@client.example"],"subject":"да","text":"да","lang":"en","id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "emailInvoice",
            "/deals/{deal}/invoices/{invoice}/email",
            """{"to":["anna@client.example"]}""",
            $$"""{"cc":["boss@client.example"],"subject":"да","text":"да","lang":"en","id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "assignStatementLine",
            "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/assign",
            """{"dealId":"{deal}"}""",
            """{"invoiceId":"{invoice}"}"""
        ),
        new("matchStatementLine", "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/match", "{}"),
        new("matchBankStatement", "/bank-statements/0198f3a0-0000-7000-8000-000000000009/match", "{}"),
        new("ignoreStatementLine", "/bank-statement-lines/0198f3a0-0000-7000-8000-000000000009/ignore", Why),
        new(
            "recordPayment",
            "/deals/{deal}/payments",
            """{"amount":{"amount":"1.00","currency":"RUB"}}""",
            """{"paidOn":"2026-11-20","reference":"да","invoiceId":"{invoice}","allocations":["""
                + $$$"""{"invoiceId":"{invoice}","amount":{"amount":"1.00","currency":"RUB"}}],"id":{{{Id1}}},"happenedAt":"""
                + $$$"""{{{Past}}}}"""
        ),
        new(
            "recordRefund",
            "/deals/{deal}/refunds",
            """{"amount":{"amount":"1.00","currency":"RUB"},"reason":"да"}""",
            $$"""{"invoiceId":"{invoice}","overpayment":true,"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "recordWriteOff",
            "/deals/{deal}/write-offs",
            """{"amount":{"amount":"1.00","currency":"RUB"},"side":"client","reason":"да"}""",
            $$"""{"id":{{Id1}},"happenedAt":{{Past}}}"""
        ),
        new(
            "registerClient",
            "/clients",
            """{"name":"Ромашка"}""",
            $$"""{"kind":"company","legalDetails":{{Legal}},"contacts":[{{Person}}],"customFields":{{Custom}},"id":{{Id1}}}"""
        ),
        new(
            "editClient",
            "/clients/{client}",
            "{}",
            $$"""{"name":"Лютик","legalDetails":{{Legal}},"customFields":{{Custom}}}"""
        ),
        new(
            "addContact",
            "/clients/{client}/contacts",
            """{"name":"Анна"}""",
            $$"""{"phone":"+7","email":"a@b.c","role":"закупки","id":{{Id1}}}"""
        ),
        new(
            "addProduct",
            "/products",
            """{"name":"Стол"}""",
            $$"""{"code":"T","unit":"шт","price":{{Money}},"vatRate":20,"cost":{{Money}},"id":{{Id1}}}"""
        ),
        new(
            "editProduct",
            "/products/{product}",
            "{}",
            $$"""{"name":"Стул","code":"Q","unit":"шт","price":{{Money}},"vatRate":20,"cost":{{Money}}}"""
        ),
        new("archiveProduct", "/products/{spare}/archive", "{}"),
        new("restoreProduct", "/products/{spare}/restore", "{}"),
        new(
            "makePriceList",
            "/price-lists",
            """{"code":"dealers","title":"Дилерский","currency":"RUB"}""",
            """{"priceIncludesVat":true,"validFrom":"2026-01-01"}"""
        ),
        new("editPriceList", "/price-lists/{priceList}", "{}", """{"title":"Дилеры","validFrom":"2026-01-01"}"""),
        new("archivePriceList", "/price-lists/{sparePriceList}/archive", "{}"),
        new("restorePriceList", "/price-lists/{sparePriceList}/restore", "{}"),
        new(
            "setListPrice",
            "/price-lists/{priceList}/prices",
            $$"""{"productId":"{product}","price":{{Money}}}""",
            """{"validFrom":"2026-01-01"}"""
        ),
        new(
            "setExchangeRate",
            "/exchange-rates",
            """{"base":"USD","rate":"91.2345"}""",
            """{"quote":"RUB","validOn":"2026-01-01"}"""
        ),
        new("addSource", "/sources", """{"code":"fair","title":"Выставка"}""", """{"channel":"офлайн"}"""),
        new("addLostReason", "/lost-reasons", """{"code":"moved","title":"Переехал"}""", """{"requires":"comment"}"""),
        new(
            "defineCustomField",
            "/custom-fields",
            $$"""{"owner":"deal","code":"fragile","type":"yes-no","title":{{FieldTitle}}}""",
            $$"""{"choices":{{Choices}},"target":"client","decimals":2}"""
        ),
        new(
            "editCustomField",
            "/custom-fields/{field}",
            "{}",
            $$"""{"title":{{FieldTitle}},"choices":{{Choices}},"archived":true}"""
        ),
        new(
            "updateSettings",
            "/settings",
            "{}",
            """{"company":"""
                + """
                {"name":"А","registeredName":"ООО А","taxId":"7707083893","address":"Москва","phone":"+7","email":"a@b.c",
                "kpp":"770101001","bankName":"ПАО СБЕРБАНК","bic":"044525225","account":"40702810438000060473",
                "correspondentAccount":"30101810400000000225"},"branding":
                """
                + """{"accent":"#1f4e79","greeting":{"ru":"да","en":"yes"},"terms":{"ru":"да","en":"yes"},"footer":"""
                + """{"ru":"да","en":"yes"},"signatory":{"name":"Орлов","position":"""
                + """{"ru":"да","en":"yes"}}},"baseCurrency":"USD","timeZone":"Asia/Tokyo","languages":["en"],"vatRates":"""
                + """[0,20],"workingCalendar":{"weekDays":["monday"],"holidays":["2027-01-01"],"workingDates":"""
                + """["2027-01-02"]},"numberSeries":{"deals":{"prefix":"S/","digits":4,"perYear":false}},"capabilities":"""
                + """{"returns-and-refunds":true},"writeOffLimit":{"amount":"50.00","currency":"USD"}}"""
        ),
        new(
            "draftDealKind",
            "/deal-kinds",
            """{"code":"rental"}""",
            """{"copyFrom":"services","process":{"title":"""
                + """{"ru":"Аренда","en":"Rental"},"mode":"none","gate":"balanced","skipNeedsPermission":true,"stages":["""
                + $$$"""{{{Stage}}}]}}"""
        ),
        new(
            "writeDealKindDraft",
            "/deal-kinds/{kind}/draft",
            """{"title":{"ru":"Аренда","en":"Rental"},"mode":"none"}""",
            $$"""{"gate":"balanced","skipNeedsPermission":true,"stages":[{{Stage}}]}"""
        ),
        new("validateDealKind", "/deal-kinds/{kind}/validate", "{}"),
        new("publishDealKind", "/deal-kinds/{kind}/publish", "{}"),
        new("retireDealKind", "/deal-kinds/{kind}/retire", "{}", """{"reason":"да"}"""),
        new("restoreDealKind", "/deal-kinds/{kind}/restore", "{}"),
        new(
            "backTestDealKind",
            "/deal-kinds/{kind}/versions/1/back-test",
            "{}",
            """{"from":"2026-01-01","to":"2026-12-31","kind":"simple"}"""
        ),
        new(
            "addUser",
            "/users",
            """{"name":"Анна"}""",
            $$"""{"email":"a@b.c","roles":["auditor"],"teamId":"{team}","id":{{Id1}}}"""
        ),
        new(
            "editUser",
            "/users/{user}",
            "{}",
            """{"name":"Анна","email":"a@b.c","roles":["auditor"],"teamId":"{team}","active":true}"""
        ),
        new("formTeam", "/teams", """{"name":"Юг"}""", $$"""{"parentId":"{team}","id":{{Id1}}}"""),
        new("editTeam", "/teams/{team}", "{}", $$"""{"name":"Север","parentId":{{Id1}}}"""),
        new(
            "defineRole",
            "/roles",
            """{"code":"trainee","title":{"ru":"Стажёр","en":"Trainee"},"permissions":["deals.read"],"scopes":{"deals":"own"}}""",
            """{"discountLimitPercent":10}"""
        ),
        new(
            "editRole",
            "/roles/{role}",
            "{}",
            """{"title":{"ru":"Стажёр","en":"Trainee"},"permissions":["deals.read"],"scopes":"""
                + """{"deals":"own","clients":"all"},"discountLimitPercent":10}"""
        ),
        new(
            "makeApiKey",
            "/api-keys",
            """{"name":"k","scopes":["read"]}""",
            """{"userId":"{user}","expiresAt":"2027-01-01T00:00:00Z"}"""
        ),
        new("revokeApiKey", "/api-keys/0198f3a0-0000-7000-8000-000000000009/revoke", "{}"),
        new("rebuildProjection", "/projections/none/rebuild", "{}"),
        new("cancelOperation", "/operations/0198f3a0-0000-7000-8000-000000000009/cancel", "{}"),
    ];

    public static TheoryData<string> Ids => [.. All.Select(x => x.Id)];

    public static Bodies Of(string id) => All.Single(x => x.Id == id);

    /// <summary>The least body with one of the other members.</summary>
    public static JsonObject With(JsonObject least, string name, JsonNode? value)
    {
        var body = (JsonObject)least.DeepClone();
        body[name] = value?.DeepClone();
        return body;
    }
}
