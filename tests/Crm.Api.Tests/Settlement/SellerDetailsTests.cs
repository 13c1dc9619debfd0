namespace Crm.Api.Tests.Settlement;

/// <summary>No document is issued by a nameless seller; what it names and what clients pay to come from the settings.</summary>
public sealed class SellerDetailsTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Development_has_a_sample_company_with_accounts_in_three_currencies()
    {
        var settings = (await api.Get("/settings")).Must(200);
        ((string?)settings["company"]!["name"], (int)settings["version"]!).Should().Be(("Образец", 0));
        Accounts(settings).Should().Equal(("RUB", true), ("USD", false), ("EUR", false));
        foreach (var currency in (string[])["RUB", "USD", "EUR"])
            (await Invoice(currency)).Must(201);
    }

    [Fact]
    public async Task The_single_account_of_before_becomes_the_first_one()
    {
        var settings = (
            await api.Patch("/settings", new { company = new { account = "40702840500000000001", bankName = "Банк" } })
        ).Must(200);
        var first = settings["bankAccounts"]![0]!;
        ((string?)first["account"], (string?)first["currency"], (string?)first["bankName"], (bool)first["isDefault"]!)
            .Should()
            .Be(("40702840500000000001", "USD", "Банк", true));
        (await api.Patch("/settings", new { company = new { account = "40702810200000000001" } })).Must(200)[
            "bankAccounts"
        ]![0]!["currency"]!
            .GetValue<string>()
            .Should()
            .Be("RUB", "810 and 643 are the rouble");
    }

    [Fact]
    public async Task Accounts_are_replaced_as_a_whole_and_their_faults_are_named()
    {
        var settings = await Accounts(
            new { account = "4070 2978 1000 0000 0001", currency = "EUR" },
            new { account = "KZ75125KZT1001300335", currency = "KZT" }
        );
        Accounts(settings.Must(200)).Should().Equal(("EUR", true), ("KZT", false));
        ((string?)settings["bankAccounts"]![0]!["account"]).Should().Be("40702978100000000001");
        var refused = (
            await Accounts(
                new { account = "1", currency = "EUR" },
                new
                {
                    account = "40702810200000000002",
                    currency = "RUB",
                    bic = "044525225",
                },
                new
                {
                    account = "12345",
                    currency = "RUB",
                    isDefault = true,
                },
                new
                {
                    account = "12345",
                    currency = "RUB",
                    isDefault = true,
                }
            )
        ).Must(422);
        refused["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo([
                ("/bankAccounts/0/account", "bank.account"),
                ("/bankAccounts/1/account", "bank.account_key"),
                ("/bankAccounts/3/account", "bank.account_twice"),
                ("/bankAccounts/3/isDefault", "bank.default_twice"),
            ]);
    }

    [Fact]
    public async Task An_invoice_needs_an_account_in_its_currency_or_the_default_one_where_that_is_allowed()
    {
        (await Accounts(new { account = "40702840500000000001", currency = "USD" })).Must(200);
        var refused = (await Invoice("RUB")).Must(409);
        refused.Code.Should().Be("seller.incomplete");
        var blocker = refused["blockers"]!.AsArray().Should().ContainSingle().Which!;
        (
            (string?)blocker["code"],
            (string?)blocker["expected"]!["text"],
            (string?)blocker["actual"]!["text"],
            (string?)blocker["fix"]!["operationId"]
        )
            .Should()
            .Be(("seller.account_missing", "a bank account in RUB", "USD", "updateSettings"));
        (await api.Patch("/settings", new { payToDefaultAccount = true })).Must(200);
        (await Invoice("RUB")).Must(201);
    }

    [Fact]
    public async Task All_missing_details_are_named_and_a_fix_that_the_caller_may_not_do_names_who_may()
    {
        (
            await api.Patch(
                "/settings",
                new
                {
                    company = new
                    {
                        name = (string?)null,
                        registeredName = (string?)null,
                        taxId = (string?)null,
                        address = (string?)null,
                    },
                    bankAccounts = Array.Empty<object>(),
                }
            )
        ).Must(200);
        (await Invoice("RUB"))
            .Must(409)
            .Blockers.Should()
            .Equal("seller.name_missing", "seller.tax_id_missing", "seller.address_missing", "seller.account_missing");
        var seller = (await api.Post("/users", new { name = "Продавец", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        var his = await app.AsUser(Guid.Parse(seller));
        var sale = (await his.PostOnce("/deals", new { title = "Продажа", kind = "simple" })).Must(201).Id;
        var proposal = (
            await his.Post(
                $"/deals/{sale}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("10.00"),
                        },
                    },
                    validUntil = app
                        .Clock.GetUtcNow()
                        .AddDays(30)
                        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                }
            )
        ).Must(201).Id;
        var refused = (await his.Post($"/proposals/{proposal}/issue")).Must(409);
        refused.Blockers.Should().Equal("seller.name_missing");
        ((string?)refused["blockers"]![0]!["fix"]!["href"]).Should().EndWith("/users?permission=settings.manage");
        (await api.Patch("/settings", new { company = new { name = "Мастерская" } })).Must(200);
        (await his.Post($"/proposals/{proposal}/issue")).Must(200);
    }

    [Fact]
    public async Task The_print_names_the_account_of_the_currency()
    {
        var invoice = (await Invoice("EUR")).Must(201);
        var page = await Printed($"/deals/{invoice["dealId"]}/invoices/{invoice.Id}/document");
        page.Should().Contain("40702978100000000001").And.NotContain("40702810200000000001");
    }

    [Fact]
    public async Task Documents_print_the_name_and_the_phone_of_the_manager_of_then()
    {
        var user = (await api.Post("/users", new { name = "Иван Петров", phone = "+7 916 000-00-01" })).Must(201);
        ((string?)user["phone"]).Should().Be("+7 916 000-00-01");
        var invoice = (await Invoice("RUB", user.Id)).Must(201);
        var changed = await api.Patch("/users/" + user.Id, new { phone = (string?)null }, user.ETag);
        changed.Must(200)["phone"].Should().BeNull();
        (await Printed($"/deals/{invoice["dealId"]}/invoices/{invoice.Id}/document"))
            .Should()
            .Contain("Менеджер: Иван Петров, тел. +7 916 000-00-01");
        var later = (await Invoice("RUB", user.Id)).Must(201);
        (await Printed($"/deals/{later["dealId"]}/invoices/{later.Id}/document"))
            .Should()
            .Contain("Менеджер: Иван Петров")
            .And.NotContain("Петров, тел.");
    }

    private static IEnumerable<(string, bool)> Accounts(Answer settings) =>
        settings["bankAccounts"]!.AsArray().Select(x => ((string)x!["currency"]!, (bool)x["isDefault"]!));

    private async Task<Answer> Accounts(params object[] accounts) =>
        await api.Patch("/settings", new { bankAccounts = accounts });

    private async Task<Answer> Invoice(string currency, string? managerId = null)
    {
        var deal = (
            await api.PostOnce(
                "/deals",
                new
                {
                    title = "Продажа",
                    kind = "simple",
                    managerId,
                }
            )
        ).Must(201).Id;
        return await api.Post($"/deals/{deal}/invoices", new { amount = new { amount = "100.00", currency } });
    }

    private async Task<string> Printed(string path)
    {
        using var client = app.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}?lang=ru");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + api.Key);
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(200);
        return System.Net.WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }
}
