using Crm.Domain.Access;

namespace Crm.Api.Tests.Proposals;

/// <summary>
/// The company of the tests of agreed prices: a manager with a limit of ten percent, a key without a user, a product that costs
/// 1,000,000 RUB, one that is only in a price list, and a client. Settings and roles of this host are its own.
/// </summary>
public sealed class PricedCompany : IAsyncLifetime
{
    private CrmApp app = null!;

    public Testing.Api Admin { get; private set; } = null!;
    public Testing.Api Anna { get; private set; } = null!;
    public Testing.Api Head { get; private set; } = null!;

    /// <summary>A key without a user; the role of such keys has a limit of ten percent here.</summary>
    public Testing.Api Key { get; private set; } = null!;
    public string Dear { get; private set; } = "";
    public string Listed { get; private set; } = "";
    public string Client { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        Admin = await app.As();
        (Anna, Head) = (await User("Анна", ShippedRoles.SalesManager), await User("Ольга", "director"));
        var roles = (await Admin.Get("/roles")).Must(200)["items"]!.AsArray();
        var integration = (string)roles.Single(x => (string)x!["code"]! == ShippedRoles.Integration)!["id"]!;
        (await Admin.Patch($"/roles/{integration}", new { discountLimitPercent = 10 })).Must(200);
        Key = await app.As(Scope.Read, Scope.Write);
        Dear = (
            await Admin.Post(
                "/products",
                new
                {
                    name = "Станок",
                    price = Sale.Rub("1000000.00"),
                    vatRate = 20,
                }
            )
        ).Must(201).Id;
        Listed = (await Admin.Post("/products", new { name = "Комплект" })).Must(201).Id;
        Client = (await Admin.Post("/clients", new { name = "Ромашка", kind = "company" })).Must(201).Id;
        (
            await Admin.Post(
                "/exchange-rates",
                new
                {
                    @base = "USD",
                    rate = "80",
                    validOn = "2026-01-01",
                }
            )
        ).Must(200);
    }

    public async Task<Testing.Api> User(string name, params string[] roles) =>
        await app.AsUser(Guid.Parse((await Admin.Post("/users", new { name, roles })).Must(201).Id));

    /// <summary>A price list with a price of the listed product; the code is new each time.</summary>
    public async Task<(string Id, string Code)> List(object? grants)
    {
        var code = "list-" + Guid.NewGuid().ToString("N")[..12];
        var list = (
            await Admin.Post(
                "/price-lists",
                new
                {
                    code,
                    title = "Дилеры",
                    currency = "RUB",
                    grants,
                }
            )
        ).Must(201);
        (
            await Admin.Post($"/price-lists/{list.Id}/prices", new { productId = Listed, price = Sale.Rub("10.00") })
        ).Must(200);
        return (list.Id, code);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class PricedCollection : ICollectionFixture<PricedCompany>
{
    public const string Name = "priced";
}
