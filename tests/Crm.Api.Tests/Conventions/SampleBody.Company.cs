namespace Crm.Api.Tests.Conventions;

/// <content>Clients, catalogue, settings, kinds of deals, users and access.</content>
public sealed partial record SampleBody
{
    private static SampleBody[] Company() =>
        [
            new(
                "createClient",
                "/clients",
                """{"name":"Ромашка"}""",
                $$"""{"kind":"company","legalDetails":{{Legal}},"contacts":[{{Person}}],"customFields":{{Custom}}"""
                    + $$""","id":{{Id1}},"override":true}"""
            ),
            new(
                "updateClient",
                "/clients/{client}",
                "{}",
                $$"""{"name":"Лютик","legalDetails":{{Legal}},"customFields":{{Custom}},"override":true}"""
            ),
            new(
                "createContact",
                "/clients/{client}/contacts",
                """{"name":"Анна"}""",
                $$"""{"phone":"+7","email":"a@b.c","role":"закупки","id":{{Id1}}}"""
            ),
            new(
                "updateContact",
                "/clients/{client}/contacts/{contact}",
                "{}",
                """{"name":"Анна","phone":"+7","email":"a@b.c","role":"закупки","position":1}"""
            ),
            new(
                "createReminder",
                "/reminders",
                """{"text":"Позвонить","at":"2027-01-04T09:00:00Z","userId":"{user}"}""",
                """{"repeat":"FREQ=DAILY","timeZone":"Europe/Moscow","clientId":"{client}","id":"""
                    + Id1
                    + ""","after":"P1D","dealId":"{deal}","before":{"taskId":"{task}","interval":"P1D"}}"""
            ),
            new(
                "updateReminder",
                "/reminders/{reminder}",
                "{}",
                """{"text":"Написать","at":"2027-01-04T09:00:00Z","repeat":"FREQ=DAILY","timeZone":"Europe/Moscow","""
                    + """
                    "before":{"taskId":"{task}","interval":"P1D"}}
                    """
            ),
            new(
                "snoozeReminder",
                "/reminders/{reminder}/snooze",
                """{"for":"PT5M"}""",
                """{"until":"2027-01-04T09:00:00Z"}"""
            ),
            new("dismissReminder", "/reminders/{reminder}/dismiss", "{}", """{"series":false}"""),
            new(
                "markNotificationsRead",
                "/notifications/read",
                """{"ids":["0198f3a0-0000-7000-8000-000000000002"]}""",
                """{"upTo":"0198f3a0-0000-7000-8000-000000000002"}"""
            ),
            new("dismissReminders", "/reminders/dismiss-all", "{}"),
            new("endContact", "/clients/{client}/contacts/{formerContact}/end", "{}", Why),
            new(
                "giveAssignment",
                "/assignments",
                """{"title":"Перезвонить","assignee":{"userId":"{user}"}}""",
                """{"text":"да","dueOn":"2027-06-30","importance":"high","dealId":"{deal}","""
                    + """ "clientId":"{client}","reviewerId":"{user}","reviewDueAt":"2027-06-30T09:00:00Z","""
                    + $$""" "interactionId":"{interaction}","dueAt":"2027-06-30T09:00:00Z","id":{{Id1}}}"""
            ),
            new(
                "updateAssignment",
                "/assignments/{assignment}",
                "{}",
                """{"title":"Написать","text":"да","importance":"low","reviewerId":"{user}","reviewDueAt":"2027-06-30T09:00:00Z"}"""
            ),
            // Steps that only a user may do, and no key: there is no such assignment.
            new("acceptAssignment", "/assignments/{deal}/accept", "{}"),
            new("declineAssignment", "/assignments/{deal}/decline", Why),
            new("redirectAssignment", "/assignments/{assignment}/redirect", """{"userId":"{user}"}""", Why),
            new("completeAssignment", "/assignments/{deal}/complete", "{}", """{"result":"да"}"""),
            new("confirmAssignment", "/assignments/{deal}/confirm", "{}"),
            new("returnAssignment", "/assignments/{deal}/return", Why),
            new("cancelAssignment", "/assignments/{assignment}/cancel", Why),
            new(
                "postponeAssignment",
                "/assignments/{assignment}/postpone",
                """{"reason":"да","dueOn":"2027-06-30"}""",
                """{"dueAt":"2027-06-30T09:00:00Z"}"""
            ),
            new(
                "createProduct",
                "/products",
                """{"name":"Стол"}""",
                $$"""{"code":"T","unit":"шт","price":{{Money}},"vatRate":20,"cost":{{Money}},"service":true,"id":{{Id1}}}"""
            ),
            new(
                "updateProduct",
                "/products/{product}",
                "{}",
                $$"""{"name":"Стул","code":"Q","unit":"шт","price":{{Money}},"vatRate":20,"cost":{{Money}},"service":false}"""
            ),
            new("archiveProduct", "/products/{spare}/archive", "{}"),
            new("restoreProduct", "/products/{spare}/restore", "{}"),
            new(
                "createPriceList",
                "/price-lists",
                """{"code":"dealers","title":"Дилерский","currency":"RUB"}""",
                """{"priceIncludesVat":true,"validFrom":"2026-01-01","grants":{"roles":["sales-manager"],"clientIds":["{client}"]}}"""
            ),
            new(
                "updatePriceList",
                "/price-lists/{priceList}",
                "{}",
                """{"title":"Дилеры","validFrom":"2026-01-01","grants":{"roles":["sales-manager"],"clientIds":["{client}"]}}"""
            ),
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
            new(
                "updateProfile",
                "/me/profile",
                "{}",
                """{"timeZone":"Asia/Tokyo","language":"en","phone":"+7","""
                    + """ "workingHours":{"weekDays":["monday"],"from":"09:00","to":"18:00"},"""
                    + """ "notifications":{"stale":{"popUp":false,"email":"atOnce"}}}"""
            ),
            new(
                "updateAbsence",
                "/me/absence",
                """{"from":"2027-01-01","to":"2027-01-10"}""",
                """{"deputyId":"{user}"}"""
            ),
            new(
                "updateUserAbsence",
                "/users/{user}/absence",
                """{"from":"2027-01-01","to":"2027-01-10"}""",
                """{"deputyId":"{deputy}"}"""
            ),
            new(
                "createSource",
                "/sources",
                """{"code":"fair","title":"Выставка"}""",
                """{"channel":"офлайн","position":5}"""
            ),
            new(
                "updateSource",
                "/sources/{source}",
                "{}",
                $$"""{"title":"Ярмарка","titles":{{FieldTitle}},"channel":"офлайн","position":6}"""
            ),
            new("retireSource", "/sources/{spareSource}/retire", "{}"),
            new("restoreSource", "/sources/{spareSource}/restore", "{}"),
            new(
                "createLostReason",
                "/lost-reasons",
                """{"code":"moved","title":"Переехал"}""",
                """{"requires":"comment","position":5}"""
            ),
            new(
                "updateLostReason",
                "/lost-reasons/{lostReason}",
                "{}",
                $$"""{"title":"Уехал","titles":{{FieldTitle}},"requires":"none","position":6}"""
            ),
            new("retireLostReason", "/lost-reasons/{spareLostReason}/retire", "{}"),
            new("restoreLostReason", "/lost-reasons/{spareLostReason}/restore", "{}"),
            new(
                "createCustomField",
                "/custom-fields",
                $$"""{"owner":"deal","code":"fragile","type":"yesNo","title":{{FieldTitle}}}""",
                $$"""{"choices":{{Choices}},"target":"client","decimals":2}"""
            ),
            new(
                "updateCustomField",
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
                    + """{"returns-and-refunds":true},"statementFormats":[{"name":"card-51","account":"1","debitOf":"""
                    + """ "company","columns":[{"header":"Период","is":"date"}]}],"writeOffLimit":{"amount":"50.00","currency":"USD"}"""
                    + """,  "defaultVatRate":20,"freeTextLines":"limit","freeTextLimitPercent":5,"balancedNeedsShipment":true,"""
                    + """ "country":"RU","payToDefaultAccount":true,"bankAccounts":[{"account":"40702810438000060473","currency":"RUB","""
                    + """ "bankName":"ПАО СБЕРБАНК","bic":"044525225","correspondentAccount":"30101810400000000225","isDefault":true}]}"""
            ),
            new("moveBooks", "/settings/books", """{"closedUntil":"2026-01-31"}""", Why),
            new(
                "createDealKind",
                "/deal-kinds",
                """{"code":"rental"}""",
                """{"copyFrom":"services","process":{"title":"""
                    + """{"ru":"Аренда","en":"Rental"},"mode":"none","gate":"balanced","skipNeedsPermission":true,"stages":["""
                    + $$$"""{{{Stage}}}]}}"""
            ),
            new(
                "updateDealKindDraft",
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
                "createUser",
                "/users",
                """{"name":"Анна"}""",
                $$"""{"email":"a@b.c","phone":"+7","roles":["auditor"],"teamId":"{team}","id":{{Id1}}}"""
            ),
            new(
                "updateUser",
                "/users/{user}",
                "{}",
                """{"name":"Анна","email":"a@b.c","phone":"+7","roles":["auditor"],"teamId":"{team}","active":true}"""
            ),
            new("createTeam", "/teams", """{"name":"Юг"}""", $$"""{"parentId":"{team}","id":{{Id1}}}"""),
            new("updateTeam", "/teams/{team}", "{}", $$"""{"name":"Север","parentId":{{Id1}}}"""),
            new(
                "createRole",
                "/roles",
                """{"code":"trainee","title":{"ru":"Стажёр","en":"Trainee"},"permissions":["deals.read"],"scopes":{"deals":"own"}}""",
                """{"discountLimitPercent":10}"""
            ),
            new(
                "updateRole",
                "/roles/{role}",
                "{}",
                """{"title":{"ru":"Стажёр","en":"Trainee"},"permissions":["deals.read"],"scopes":"""
                    + """{"deals":"own","clients":"all"},"discountLimitPercent":10}"""
            ),
            new(
                "createApiKey",
                "/api-keys",
                """{"name":"k","scopes":["read"]}""",
                """{"userId":"{user}","expiresAt":"2027-01-01T00:00:00Z"}"""
            ),
            new("revokeApiKey", "/api-keys/0198f3a0-0000-7000-8000-000000000009/revoke", "{}"),
            new("rebuildProjection", "/projections/none/rebuild", "{}"),
            new("cancelOperation", "/operations/0198f3a0-0000-7000-8000-000000000009/cancel", "{}"),
        ];
}
