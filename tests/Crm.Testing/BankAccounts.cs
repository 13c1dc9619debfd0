using System.Text.Json.Nodes;

namespace Crm.Testing;

/// <summary>Accounts of the company for tests of currencies that the sample company has none in.</summary>
public static class BankAccounts
{
    /// <summary>Adds an account in each currency; one that is there stays.</summary>
    public static async Task AddAccounts(this Api api, params string[] currencies)
    {
        var accounts = (await api.Get("/settings")).Must(200)["bankAccounts"]!.DeepClone().AsArray();
        foreach (var currency in currencies.Where(x => accounts.All(account => (string?)account!["currency"] != x)))
            accounts.Add(new JsonObject { ["account"] = "ACCOUNT" + currency, ["currency"] = currency });
        (await api.Patch("/settings", new JsonObject { ["bankAccounts"] = accounts })).Must(200);
    }
}
