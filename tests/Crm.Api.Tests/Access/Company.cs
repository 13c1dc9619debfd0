using System.Text.Json.Nodes;
using Crm.Api.Tests.BankStatements;
using Crm.Domain.Access;
using Wolverine.Tracking;

namespace Crm.Api.Tests.Access;

/// <summary>
/// A company with two teams side by side and one above, a user of every shipped role, and deals with one of every document: the data of
/// the permission matrix.
/// </summary>
public sealed class Company : IAsyncLifetime
{
    private readonly Dictionary<
        string,
        (
            Testing.Api Api,
            string Id,
            IReadOnlyDictionary<string, string> Own,
            IReadOnlyDictionary<string, string> Closed
        )
    > people = [];
    private readonly Dictionary<string, string> common = new(StringComparer.Ordinal)
    {
        ["name"] = "sales-funnel",
        ["code"] = "matrix",
        ["version"] = "1",
    };

    public CrmApp App { get; private set; } = null!;
    public Testing.Api Admin { get; private set; } = null!;
    public string North { get; private set; } = "";
    public string Sales { get; private set; } = "";

    /// <summary>Route values of a deal of a colleague in the same team, and of one in another team.</summary>
    public IReadOnlyDictionary<string, string> SameTeam { get; private set; } = null!;
    public IReadOnlyDictionary<string, string> OtherTeam { get; private set; } = null!;

    public Testing.Api As(string role) => people[role].Api;

    public string UserOf(string role) => people[role].Id;

    public IReadOnlyDictionary<string, string> OwnOf(string role) => people[role].Own;

    public IReadOnlyDictionary<string, string> ClosedOf(string role) => people[role].Closed;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start(settings: ("SecurityLog:RowsPerMinute", "1000"));
        Admin = await App.As();
        Sales = (await Admin.Post("/teams", new { name = "Продажи" })).Must(201).Id;
        North = (await Admin.Post("/teams", new { name = "Север", parentId = Sales })).Must(201).Id;
        var south = (await Admin.Post("/teams", new { name = "Юг" })).Must(201).Id;
        common["teamId"] = south;
        (await Admin.Post("/deal-kinds", new { code = "matrix", copyFrom = "standard-sale" })).Must(201);
        (await Admin.Post("/deal-kinds/matrix/publish")).Must(200);
        common["keyId"] = (await Admin.Post("/api-keys", new { name = "k", scopes = new[] { "read" } })).Must(201).Id;
        common["productId"] = (await Admin.Post("/products", new { name = "Стол", cost = Sale.Rub("5.00") }))
            .Must(201)
            .Id;
        common["priceListId"] = (
            await Admin.Post(
                "/price-lists",
                new
                {
                    code = "retail",
                    title = "Розничный",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        common["sourceId"] = (await Admin.Post("/sources", new { code = "fair", title = "Выставка" })).Must(201).Id;
        common["fieldId"] = (
            await Admin.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code = "colour",
                    type = "text",
                    title = new { ru = "Цвет", en = "Colour" },
                }
            )
        ).Must(201).Id;
        common["lostReasonId"] = (string)(await Admin.Get("/lost-reasons")).Must(200)["items"]![0]!["id"]!;
        common["operationId"] = (await Admin.Post("/projections/lost-reasons/rebuild")).Must(202).Id;
        common["userId"] = await User("Пётр", south);
        common["roleId"] = (
            await Admin.Post(
                "/roles",
                new
                {
                    code = "temp",
                    title = new { ru = "В", en = "T" },
                    permissions = new[] { "deals.read" },
                    scopes = new { deals = "own" },
                }
            )
        ).Must(201).Id;
        foreach (var picture in (string[])["logo", "signature"])
            await Picture(picture);
        SameTeam = await Rich(await User("Анна", North));
        OtherTeam = await Rich(common["userId"]);
        foreach (var role in ShippedRoles.All)
        {
            var user = await User(role.Code, role.Deals == Reach.Subtree ? Sales : North, role.Code);
            var api = await App.AsUser(Guid.Parse(user));
            var own = await Banked(
                await Rich(user),
                role.Permissions.Contains(Permissions.DocumentsWrite.Name) ? api : Admin
            );
            people[role.Code] = (
                api,
                user,
                new Dictionary<string, string>(
                    await Given(own, role.Permissions.Contains(Permissions.AssignmentsWrite.Name) ? api : Admin, user),
                    StringComparer.Ordinal
                )
                {
                    ["reminderId"] = await Reminder(user, role),
                },
                await Closed(user)
            );
        }
    }

    /// <summary>A draft to read, independent of the state of the previous one.</summary>
    public async Task WriteDraft()
    {
        (await Admin.Post("/deal-kinds/matrix/restore")).Must(200);
        (
            await Admin.Put(
                "/deal-kinds/matrix/draft",
                new
                {
                    title = new { ru = "Черновик", en = "Draft" },
                    mode = "none",
                    gate = "balanced",
                },
                (await Admin.Get("/deal-kinds/matrix")).Must(200).ETag
            )
        ).Must(200);
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    /// <summary>A reminder of the user, set while they may have one.</summary>
    private async Task<string> Reminder(string user, Role role)
    {
        async Task Roles(params string[] roles) => (await Admin.Patch("/users/" + user, new { roles })).Must(200);
        await Roles(role.Code, ShippedRoles.SalesManager);
        var reminder = (
            await Admin.Post(
                "/reminders",
                new
                {
                    text = "Позвонить",
                    after = "P9D",
                    userId = user,
                }
            )
        ).Must(201).Id;
        await Roles(role.Code);
        return reminder;
    }

    public async Task<string> User(string name, string? team, params string[] roles) => (
            await Admin.Post(
                "/users",
                roles.Length == 0
                    ? new { name, teamId = team }
                    : new
                    {
                        name,
                        teamId = team,
                        roles,
                    }
            )
        ).Must(201).Id;

    /// <summary>With an assignment that the user has, reviews and, where they may, has given.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Given(
        IReadOnlyDictionary<string, string> values,
        Testing.Api api,
        string user
    ) => new Dictionary<string, string>(values, StringComparer.Ordinal) { ["assignmentId"] = (
                await api.Post(
                    "/assignments",
                    new
                    {
                        title = "Перезвонить",
                        assignee = new { userId = user },
                        reviewerId = user,
                    }
                )
            ).Must(201).Id };

    /// <summary>With a bank statement of each user who may import one; one without an importer needs scope "all".</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Banked(
        IReadOnlyDictionary<string, string> values,
        Testing.Api api
    )
    {
        var statement = (
            await api.Import(
                StatementFiles.Bytes(
                    StatementFiles.Exchange(StatementFiles.Document(Guid.NewGuid().ToString("N"), "1.00", "Займ"))
                )
            )
        )
            .Must(201)
            .Id;
        var line = (string)(await api.Get($"/bank-statements/{statement}/lines")).Must(200)["items"]![0]!["id"]!;
        return new Dictionary<string, string>(values, StringComparer.Ordinal)
        {
            ["statementId"] = statement,
            ["statementLineId"] = line,
        };
    }

    /// <summary>A deal with one of everything on it.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Rich(string manager)
    {
        var sale = await (await (await Sale.Open(Admin)).ToFulfilment()).Ship(2);
        (await Admin.Post(sale.Path + "/manager", new { userId = manager })).Must(200);
        await sale.Pay("120.00");
        var values = new Dictionary<string, string>(common, StringComparer.Ordinal)
        {
            ["dealId"] = sale.Id,
            ["clientId"] = sale.ClientId,
            ["proposalId"] = sale.ProposalId,
            ["orderId"] = sale.OrderId,
            ["invoiceId"] = sale.InvoiceId,
            ["taskId"] = await sale.Task(),
        };
        values["contactId"] = (string)
            (await Admin.Post($"/clients/{sale.ClientId}/contacts", new { name = "Вера" })).Must(201)["contacts"]![0]![
                "id"
            ]!;
        values["mailId"] = await Mailed(sale);
        values["shipmentId"] = await First(sale, "shipments");
        values["paymentId"] = await First(sale, "payments");
        values["interactionId"] = await First(sale, "interactions");
        values["presentationId"] = await First(sale, "presentations");
        values["commentId"] = (await Admin.Post(sale.Path + "/comments", new { text = "Ждут" })).Must(201).Id;
        values["refundId"] = (
            await Admin.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("10.00"), reason = "Скидка" })
        )
            .Must(201)
            .Id;
        values["returnId"] = (
            await Admin.PostOnce(
                sale.Path + "/returns",
                new
                {
                    shipmentId = values["shipmentId"],
                    lines = new[] { new { lineId = sale.LineId, quantity = 1 } },
                    reason = "Брак",
                }
            )
        ).Must(201).Id;
        values["writeOffId"] = (
            await Admin.PostOnce(
                sale.Path + "/write-offs",
                new
                {
                    amount = Sale.Rub("1.00"),
                    side = "client",
                    reason = "Копейки",
                }
            )
        ).Must(201).Id;
        using var form = new MultipartFormDataContent
        {
            { new StringContent("да", System.Text.Encoding.UTF8, "text/plain"), "file", "a.txt" },
        };
        values["attachmentId"] = (await Admin.SendRaw(HttpMethod.Post, sale.Path + "/attachments", form, []))
            .Must(201)
            .Id;
        return values;
    }

    private async Task<IReadOnlyDictionary<string, string>> Closed(string manager)
    {
        var sale = await Sale.Open(Admin);
        (await Admin.Post(sale.Path + "/manager", new { userId = manager })).Must(200);
        var values = new Dictionary<string, string>(common, StringComparer.Ordinal)
        {
            ["dealId"] = sale.Id,
            ["taskId"] = await sale.Task(),
        };
        values["proposalId"] = (
            await Admin.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        (await Admin.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        return values;
    }

    private async Task Picture(string name)
    {
        using var png = new ByteArrayContent(Printing.PictureTests.Png(4, 2, 6, 8));
        png.Headers.ContentType = new("image/png");
        (
            await Admin.SendRaw(
                HttpMethod.Put,
                "/settings/branding/" + name,
                png,
                [("If-Match", (await Admin.Get("/settings")).ETag!)]
            )
        ).Must(200);
    }

    /// <summary>A mail that has been sent already: its later outcome would look like a write of a denied request.</summary>
    private async Task<string> Mailed(Sale sale) =>
        (
            await App.Tracked(() =>
                Admin.Post($"{sale.Path}/invoices/{sale.InvoiceId}/email", new { to = new[] { "anna@client.example" } })
            )
        )
            .Must(201)
            .Id;

    private async Task<string> First(Sale sale, string noun) =>
        (string)(await Admin.Get($"{sale.Path}/{noun}")).Must(200)["items"]![0]!["id"]!;
}

/// <summary>One company for all classes that only add to it.</summary>
[CollectionDefinition(Name)]
public sealed class CompanyCollection : ICollectionFixture<Company>
{
    public const string Name = "company";
}
