using Crm.Domain.Access;

namespace Crm.Api.Tests.Access;

/// <summary>A permission that the company has taken from a shipped role stays away, whatever is started later.</summary>
public sealed class TakenPermissionTests
{
    [Fact]
    public async Task A_start_gives_nothing_back()
    {
        var database = await CrmApp.PreparedDatabase();
        string path;
        await using (var app = await CrmApp.Start(database))
        {
            var api = await app.As();
            var roles = (await api.Get("/roles")).Must(200)["items"]!.AsArray();
            var seller = roles.Single(x => (string)x!["code"]! == ShippedRoles.SalesManager)!;
            var permissions = seller["permissions"]!.AsArray().Select(x => (string)x!).ToArray();
            permissions.Should().Contain("vat.choose");
            path = $"/roles/{(string)seller["id"]!}";
            (await api.Patch(path, new { permissions = permissions.Except(["vat.choose"]) })).Must(200);
        }

        await using var again = await CrmApp.Start(database);
        (await (await again.As()).Get(path)).Must(200)["permissions"]!
            .AsArray()
            .Select(x => (string)x!)
            .Should()
            .NotContain("vat.choose");
    }
}
