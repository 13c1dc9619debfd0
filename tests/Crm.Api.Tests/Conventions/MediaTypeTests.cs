using System.Text;
using System.Text.Json.Nodes;
using Crm.Api.Tests.Contract;

namespace Crm.Api.Tests.Conventions;

/// <summary>Bodies are taken under the media types that the contract lists, and a refusal names these.</summary>
public sealed class MediaTypeTests(HostileHost host) : IClassFixture<HostileHost>
{
    public static TheoryData<string> Patches =>
        [.. SampleBody.All.Where(row => row.Method == HttpMethod.Patch).Select(row => row.Id)];

    [Theory, MemberData(nameof(Patches))]
    public async Task A_patch_is_a_merge_patch_also_as_plain_JSON(string id)
    {
        var row = SampleBody.Of(id);
        var before = (await host.SendRaw(row, Typed("application/json", "{}"))).Must(200);

        var patched = (await host.SendRaw(row, Typed("application/json", host.Fill(row.Least)))).Must(200);
        var again = (await host.SendRaw(row, Typed("application/merge-patch+json", host.Fill(row.Least)))).Must(200);

        again.Text.Should().Be(patched.Text, "the same patch holds already");
        var named = host.Json(row.Least).Select(member => member.Key).ToArray();
        foreach (var (member, value) in before.Json.AsObject().Where(member => !named.Contains(member.Key)))
            if (member is not ("version" or "contentVersion" or "updatedAt" or "total" or "lines" or "warnings"))
                JsonNode.DeepEquals(value, patched[member]).Should().BeTrue($"{id} does not name {member}");
    }

    [Fact]
    public async Task A_null_clears_also_in_plain_JSON()
    {
        var deal = (await host.Api.Post("/deals", new { title = "Стол", comment = "Срочно" })).Must(201);

        var cleared = await host.Api.SendRaw(
            HttpMethod.Patch,
            "/deals/" + deal.Id,
            Typed("application/json; charset=utf-8", "{\"comment\":null}"),
            [("If-Match", deal.ETag!)]
        );

        ((string?)cleared.Must(200)["comment"], (string?)cleared["title"]).Should().Be((null, "Стол"));
    }

    [Fact]
    public void Every_patch_of_the_contract_lists_both_types()
    {
        var patches = ContractFile
            .Operations(ContractFile.Read())
            .Where(operation => operation.Name.StartsWith("PATCH ", StringComparison.Ordinal))
            .ToArray();

        patches.Should().HaveCountGreaterThan(8);
        foreach (var (name, operation) in patches)
            operation["requestBody"]!["content"]!
                .AsObject()
                .Select(content => content.Key)
                .Should()
                .BeEquivalentTo(["application/merge-patch+json", "application/json"], name);
    }

    [Fact]
    public async Task A_refused_type_is_answered_with_those_that_the_contract_lists()
    {
        var withBody = ContractFile
            .Operations(ContractFile.Read())
            .Where(operation => operation.Operation["requestBody"] is not null)
            .ToArray();
        withBody.Should().HaveCountGreaterThan(60);
        foreach (var (name, operation) in withBody)
        {
            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1]);

            var refused = await host.Api.SendRaw(
                new HttpMethod(method),
                host.Address(path),
                Typed("application/x-unknown", "{}"),
                [("If-Match", "*"), ("Idempotency-Key", Guid.NewGuid().ToString())]
            );

            refused.Status.Should().Be(415, $"{name}: {refused.Text}");
            foreach (var (type, _) in operation["requestBody"]!["content"]!.AsObject())
                ((string)refused["detail"]!).Should().Contain(type, name);
        }
    }

    private static StringContent Typed(string type, string body) =>
        new(body, Encoding.UTF8) { Headers = { ContentType = new(type.Split(';')[0]) { CharSet = "utf-8" } } };
}
