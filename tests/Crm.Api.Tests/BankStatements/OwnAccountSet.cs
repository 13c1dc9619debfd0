namespace Crm.Api.Tests.BankStatements;

/// <summary>The company has another account until this is disposed: other tests of the host find the settings as they were.</summary>
internal sealed class OwnAccountSet : IAsyncDisposable
{
    private readonly Testing.Api api;
    private readonly (string? Account, string? Bic) before;

    private OwnAccountSet(Testing.Api api, (string?, string?) before) => (this.api, this.before) = (api, before);

    public static async Task<OwnAccountSet> Set(Testing.Api api, string account)
    {
        var company = (await api.Get("/settings")).Must(200)["company"]!;
        var set = new OwnAccountSet(api, ((string?)company["account"], (string?)company["bic"]));
        await set.Patch((account, null));
        return set;
    }

    public async ValueTask DisposeAsync() => await Patch(before);

    /// <summary>Without its bank an account has no check digit that could contradict it.</summary>
    private async Task Patch((string? Account, string? Bic) company) =>
        (await api.Patch("/settings", new { company = new { account = company.Account, bic = company.Bic } })).Must(
            200
        );
}
