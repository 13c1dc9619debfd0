using Crm.Domain.Access;

namespace Crm.Api.Tests.Proposals;

/// <summary>A manager with a discount limit, their head without one, and a manager of another team.</summary>
public sealed class Sellers : IAsyncLifetime
{
    private string team = "";

    public CrmApp App { get; private set; } = null!;
    public Testing.Api Admin { get; private set; } = null!;
    public Testing.Api Anna { get; private set; } = null!;
    public Testing.Api Head { get; private set; } = null!;
    public Testing.Api Stranger { get; private set; } = null!;
    public string AnnaId { get; private set; } = "";
    public string HeadId { get; private set; } = "";
    public string Product { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Admin = await App.As();
        team = (await Admin.Post("/teams", new { name = "Север" })).Must(201).Id;
        (AnnaId, HeadId) = (await UserId("Анна", ShippedRoles.SalesManager), await UserId("Ольга", "head-of-sales"));
        (Anna, Head) = (await App.AsUser(Guid.Parse(AnnaId)), await App.AsUser(Guid.Parse(HeadId)));
        Stranger = await App.AsUser(
            Guid.Parse(
                (await Admin.Post("/users", new { name = "Пётр", roles = new[] { ShippedRoles.SalesManager } }))
                    .Must(201)
                    .Id
            )
        );
        Product = (await Admin.Post("/products", new { name = "Кресло", price = Sale.Rub("100.00") })).Must(201).Id;
    }

    public async Task<Testing.Api> User(string name, params string[] roles) =>
        await App.AsUser(Guid.Parse(await UserId(name, roles)));

    /// <summary>A deal of Anna's with a draft at this discount.</summary>
    public async Task<(string Deal, string Draft)> Drafted(int percent)
    {
        var deal = (await Anna.Post("/deals", new { title = "Кресла" })).Must(201).Id;
        var draft = (
            await Anna.Post(
                $"/deals/{deal}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("33.33"),
                            vatRate = 20,
                            discountPercent = percent,
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        return (deal, draft);
    }

    /// <summary>Approves the content of a draft that the user reads now.</summary>
    public static async Task<Answer> Approve(Testing.Api api, string draft, string? comment = null) =>
        await api.Post(
            $"/proposals/{draft}/approve-discount",
            new { contentVersion = await ContentVersion(api, draft), comment }
        );

    public static async Task<int> ContentVersion(Testing.Api api, string draft) =>
        (int)(await api.Get($"/proposals/{draft}")).Must(200)["contentVersion"]!;

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    private async Task<string> UserId(string name, params string[] roles) => (
            await Admin.Post(
                "/users",
                new
                {
                    name,
                    teamId = team,
                    roles,
                }
            )
        ).Must(201).Id;
}

[CollectionDefinition(Name)]
public sealed class SellersCollection : ICollectionFixture<Sellers>
{
    public const string Name = "sellers";
}
