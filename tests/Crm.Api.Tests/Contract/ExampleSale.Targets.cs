namespace Crm.Api.Tests.Contract;

/// <content>The target of each operation that takes a body of JSON.</content>
internal sealed partial class ExampleSale
{
    private static readonly object Title = new { ru = "Способ доставки", en = "Way of delivery" };

    public static async Task<ExampleSale> For(string operation, ExampleHost host)
    {
        var sale = new ExampleSale(host.Api, host);
        var arrange =
            OfCompany(operation, sale)
            ?? OfKind(operation, sale)
            ?? OfStatement(operation, sale)
            ?? OfAssignment(operation, sale)
            ?? OfDeal(operation, sale)
            ?? OfInteraction(operation, sale)
            ?? OfProposal(operation, sale)
            ?? OfSettlement(operation, sale);
        if (arrange is not null)
            await arrange();
        return sale;
    }

    private static Func<Task>? OfCompany(string operation, ExampleSale sale) =>
        operation switch
        {
            "createUser" or "updateUser" or "createTeam" or "updateTeam" or "updateRole" or "revokeApiKey" =>
                sale.Staff,
            "updateAbsence" or "updateUserAbsence" => sale.Staff,
            "updateProduct" or "archiveProduct" or "restoreProduct" => sale.Catalogue,
            "updatePriceList" or "archivePriceList" or "restorePriceList" or "setListPrice" => sale.Catalogue,
            "updateSource" or "retireSource" or "restoreSource" => sale.Codes,
            "updateLostReason" or "retireLostReason" or "restoreLostReason" => sale.Codes,
            "updateCustomField" => sale.Field,
            "updateClient" or "createContact" or "updateContact" or "endContact" => sale.Contacts,
            "createReminder" or "updateReminder" or "snoozeReminder" or "dismissReminder" => sale.Reminded,
            "markNotificationsRead" => sale.Told,
            "rebuildProjection" => sale.Report,
            _ => null,
        };

    private static Func<Task>? OfKind(string operation, ExampleSale sale) =>
        operation switch
        {
            "updateDealKindDraft" or "validateDealKind" or "publishDealKind" or "retireDealKind" => sale.Kind,
            "backTestDealKind" => sale.Published,
            "restoreDealKind" => sale.Retired,
            "changeKindVersion" => sale.OfOlderVersion,
            _ => null,
        };

    private static Func<Task>? OfStatement(string operation, ExampleSale sale) =>
        operation switch
        {
            "matchBankStatement" or "matchStatementLine" or "assignStatementLine" or "ignoreStatementLine" =>
                sale.Stated,
            "unassignStatementLine" => sale.Assigned,
            _ => null,
        };

    private static Func<Task>? OfAssignment(string operation, ExampleSale sale) =>
        operation switch
        {
            "giveAssignment" => sale.WithColleague,
            "updateAssignment" or "acceptAssignment" or "declineAssignment" or "redirectAssignment" => sale.Given,
            "completeAssignment" or "cancelAssignment" or "postponeAssignment" or "batchTasks" => sale.Given,
            "confirmAssignment" or "returnAssignment" => sale.AwaitsReview,
            "acceptTask" => sale.OpenToRole,
            "postponeTask" => sale.Opened,
            _ => null,
        };

    private static Func<Task>? OfDeal(string operation, ExampleSale sale) =>
        operation switch
        {
            "openDeal" => sale.Wanted,
            "updateDeal" or "identifyClient" or "closeDeal" or "convertToManual" => sale.Opened,
            "recordInteraction" or "recordPresentation" or "createComment" or "previewOperation" => sale.Opened,
            "assignManager" or "reassignTask" or "setParticipants" => sale.WithUsers,
            "setInterest" => sale.WithProduct,
            "completeTask" => sale.Called,
            "skipTask" or "moveDeal" => sale.AtPresentation,
            "reopenDeal" => sale.Lost,
            "resumeProcess" => sale.Converted,
            _ => null,
        };

    private static Func<Task>? OfInteraction(string operation, ExampleSale sale) =>
        operation switch
        {
            "createInteraction" => () => sale.Open(),
            "holdInteraction" => () => sale.Talked("planned", isOnDeal: false),
            "unlinkInteraction" => () => sale.Talked("held", isOnDeal: true),
            "batchInteractions"
            or "updateInteraction"
            or "linkInteraction"
            or "postponeInteractionReview"
            or "withdrawInteraction" => () => sale.Talked("held", isOnDeal: false),
            _ => null,
        };

    private static Func<Task>? OfProposal(string operation, ExampleSale sale) =>
        operation switch
        {
            "createProposal" => sale.Interested,
            "updateProposal" or "issueProposal" or "requestDiscountApproval" => () => sale.Drafted(15),
            "approveDiscount" or "rejectDiscount" => sale.Asked,
            "placeOrder" => sale.Accepted,
            "sendProposal" or "acceptProposal" or "declineProposal" or "withdrawProposal" => sale.Issued,
            "reviseProposal" or "emailProposal" => sale.Issued,
            _ => null,
        };

    private static Func<Task>? OfSettlement(string operation, ExampleSale sale) =>
        operation switch
        {
            "cancelOrderLines" or "issueInvoice" or "scheduleInvoices" or "recordShipment" => sale.Ordered,
            "cancelInvoice" or "reissueInvoice" or "emailInvoice" or "recordPayment" => sale.Invoiced,
            "acceptReturn" or "reverseShipment" or "recordWriteOff" => sale.Shipped,
            "allocatePayment" or "reversePayment" => sale.Paid,
            "transferPayment" => sale.PaidInAnother,
            "recordRefund" or "reverseReturn" => sale.Returned,
            "reverseRefund" => sale.Refunded,
            "reverseWriteOff" => sale.WrittenOff,
            _ => null,
        };

    private Task Opened() => Open();

    private async Task Wanted()
    {
        await Interested();
        // A source has the code of the example, so it is created once for a host.
        await Did("/sources", new { code = "site", title = "Сайт" }, 201);
    }

    private async Task Staff()
    {
        await Created("user", "/users", new { name = "Иван Петров" });
        await Created("team", "/teams", new { name = "Отдел продаж" });
        await Created("division", "/teams", new { name = "Отделение" });
        await Created(
            "role",
            "/roles",
            new
            {
                code = Unique(),
                title = Title,
                permissions = new[] { "deals.read" },
                scopes = new { deals = "own" },
            }
        );
        await Created("key", "/api-keys", new { name = "Обмен", scopes = new[] { "read" } });
    }

    /// <summary>With a reminder that has fired.</summary>
    private async Task Reminded()
    {
        await Open();
        await Created("user", "/users", new { name = "Иван Петров" });
        await Created(
            "reminder",
            "/reminders",
            new
            {
                text = "Позвонить",
                after = "PT1S",
                userId = names["user"],
            }
        );
        host.App.Clock.Advance(TimeSpan.FromSeconds(2));
        await Reminders.ReminderHost.Sweep(host.App);
    }

    /// <summary>An id that nothing has: what is not there is ignored.</summary>
    private Task Told()
    {
        names["notification"] = Guid.CreateVersion7().ToString();
        return Task.CompletedTask;
    }

    private async Task Catalogue()
    {
        await Created("product", "/products", new { name = "Принтер лазерный" });
        await Created(
            "priceList",
            "/price-lists",
            new
            {
                code = Unique(),
                title = "Розничный",
                currency = "RUB",
            }
        );
    }

    private async Task Codes()
    {
        await Created("source", "/sources", new { code = Unique(), title = "Ярмарка" });
        await Created("lostReason", "/lost-reasons", new { code = Unique(), title = "Переехал" });
    }

    private async Task Field() =>
        await Created(
            "field",
            "/custom-fields",
            new
            {
                owner = "deal",
                code = Unique(),
                type = "choice",
                title = Title,
                choices = new[] { new { code = "courier", title = Title } },
            }
        );

    private async Task Contacts()
    {
        await Open();
        var client = (await api.Post($"/clients/{names["client"]}/contacts", new { name = "Анна Смирнова" })).Must(201);
        names["contact"] = (string)client["contacts"]![0]!["id"]!;
    }

    private async Task Kind()
    {
        names["kind"] = Unique();
        await Did("/deal-kinds", new { code = names["kind"], copyFrom = "standard-sale" }, 201);
    }

    private async Task Published()
    {
        await Kind();
        await Did($"/deal-kinds/{names["kind"]}/publish");
    }

    private async Task Retired()
    {
        await Published();
        await Did($"/deal-kinds/{names["kind"]}/retire");
    }

    private async Task OfOlderVersion()
    {
        await Published();
        await Open(names["kind"]);
        var kind = (await api.Get("/deal-kinds/" + names["kind"])).Must(200);
        var draft = (await api.Get($"/deal-kinds/{names["kind"]}/versions/1")).Must(200)["process"]!.ToJsonString();
        (
            await api.Put(
                $"/deal-kinds/{names["kind"]}/draft",
                draft.Replace("\"presentation\"", "\"demo\"", StringComparison.Ordinal),
                kind.ETag
            )
        ).Must(200);
        await Did($"/deal-kinds/{names["kind"]}/publish");
    }

    private async Task Assigned()
    {
        await Stated();
        await Did(
            $"/bank-statement-lines/{names["statementLine"]}/assign",
            new { dealId = names["deal"], invoiceId = names["invoice"] }
        );
    }

    private async Task WithUsers()
    {
        await Open();
        await Created("user", "/users", new { name = "Иван Петров" });
        await Created("colleague", "/users", new { name = "Мария Орлова" });
    }

    private async Task WithProduct()
    {
        await Open();
        await Created("product", "/products", new { name = "Картридж" });
    }

    private async Task AtPresentation()
    {
        var sale = await Sale.Open(api);
        await (await (await sale.Contacted()).Qualified()).Proposed();
        (names["deal"], names["task"]) = (sale.Id, await sale.Task());
    }

    private async Task Lost()
    {
        await Open();
        await Did($"{Deal}/close", new { outcome = "lost", lostReason = "price" });
    }

    private async Task Converted()
    {
        await Open();
        await Did($"{Deal}/convert-to-manual", new { reason = "Свои правила" });
    }

    private Task Report()
    {
        names["name"] = "lost-reasons";
        return Task.CompletedTask;
    }

    private async Task Asked()
    {
        var manager = new ExampleSale(host.Manager, host);
        await manager.Drafted(15);
        await manager.Did($"{manager.Proposal}/request-discount-approval");
        names["proposal"] = manager.names["proposal"];
    }

    private async Task PaidInAnother()
    {
        await Paid();
        await Created("otherDeal", "/deals", new { title = "Картриджи" });
    }

    private async Task Refunded()
    {
        await Returned();
        await Created(
            "refund",
            $"{Deal}/refunds",
            new { amount = Sale.Rub("18000.00"), reason = "Возврат за бракованный принтер" }
        );
    }

    private async Task WrittenOff()
    {
        await Shipped();
        await Created(
            "writeOff",
            $"{Deal}/write-offs",
            new
            {
                amount = Sale.Rub("0.40"),
                side = "client",
                reason = "Копейки",
            }
        );
    }

    private static string Unique() => "example-" + Guid.NewGuid().ToString("N")[..8];
}
