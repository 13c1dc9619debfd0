using System.Net.Http.Headers;
using Crm.Api.RequestPipeline;
using Crm.Api.Routing;
using Crm.Api.Tests.Contract;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Limits;

/// <summary>Lists, reports, exports and prints: few run at once, few wait, and nobody waits for long.</summary>
public sealed class HeavyReadTests
{
    [Fact]
    public async Task Reads_beyond_the_limits_wait_and_then_are_refused()
    {
        await using var app = await CrmApp.Start(
            settings:
            [
                ("Limits:HeavyReads:PerCredential", "2"),
                ("Limits:HeavyReads:PerHost", "3"),
                ("Limits:HeavyReads:Waiting", "2"),
            ]
        );
        var (api, other) = (await app.As(), await app.As());
        var interest = Enumerable.Range(0, 500).Select(n => new { text = $"{n} " + new string('x', 400) });
        (
            await api.Post(
                "/deals",
                new
                {
                    title = "Большая",
                    kind = "manual-sale",
                    interest,
                }
            )
        ).Must(201);
        var reads = app.Host.Services.GetRequiredService<HeavyReads>();
        Task<Answer> third,
            late;
        using (await Begun(app, api))
        using (await Begun(app, api))
        {
            third = api.Get("/deals");
            await Polling.Until(() => Task.FromResult(reads.Waiting == 1));
            using (await Begun(app, other))
            {
                late = other.Get("/reports/sales-funnel");
                await Polling.Until(() => Task.FromResult(reads.Waiting == 2));
                var refused = (await api.Get("/deals")).Must(429);
                (refused.Code, refused.Headers["Retry-After"]).Should().Be(("reads.too_many", "2"), "two wait already");
                (await api.Get("/me")).Must(200).Code.Should().BeNull("other operations are not limited");

                app.Clock.Advance(TimeSpan.FromSeconds(3));
                (await third).Must(429).Code.Should().Be("reads.too_many", "its time is over");
                (await late).Must(429);

                late = other.Get("/deals");
                await Polling.Until(() => Task.FromResult(reads.Waiting == 1));
            }

            (await late).Must(200).Code.Should().BeNull("a place became free in time");
        }

        (await api.Get("/deals")).Must(200);
    }

    [Fact]
    public async Task The_limits_hold_in_Development_and_can_be_read()
    {
        await using var app = await CrmApp.Start();
        var limits = (await (await app.As()).Get("/limits")).Must(200);
        limits["requests"].Should().BeNull("no rate is limited in Development");
        limits["heavyReads"]!
            .ToJsonString()
            .Should()
            .Be("""{"perCredential":8,"perHost":32,"waiting":64,"waitSeconds":2}""");
        ((int)limits["pageBytes"]!).Should().Be(1_048_576);
    }

    [Fact]
    public async Task Every_list_report_export_and_print_of_the_contract_counts()
    {
        await using var app = await CrmApp.Start();
        var limited = app
            .Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<HeavyRead>() is not null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<Operation>()!.Id)
            .ToHashSet();
        var contract = ContractFile.Read();
        var heavy = ContractFile
            .Operations(contract)
            .Where(one => one.Name.StartsWith("GET ", StringComparison.Ordinal) && IsHeavy(contract, one))
            .ToArray();
        heavy.Should().HaveCountGreaterThan(50);
        heavy
            .Select(one => (string)one.Operation["operationId"]!)
            .Where(id => !limited.Contains(id))
            .Should()
            .BeEmpty();
        heavy
            .Where(one => !((string)one.Operation["description"]!).Contains("`reads.too_many`"))
            .Should()
            .BeEmpty("the contract names the refusal");
    }

    private static bool IsHeavy(
        System.Text.Json.Nodes.JsonObject contract,
        (string Name, System.Text.Json.Nodes.JsonObject Operation) one
    )
    {
        var content = one.Operation["responses"]!["200"]?["content"]?.AsObject();
        var isFile = content?.Any(media => media.Key is "text/csv" or "text/html" or "application/pdf") == true;
        return isFile
            || one.Name.Contains("/reports/", StringComparison.Ordinal)
            || content?["application/json"]?["schema"] is { } schema
                && ContractFile.Resolve(contract, schema)["properties"]?["nextCursor"] is not null;
    }

    /// <summary>A list whose body the client does not read: it takes a place until it is disposed.</summary>
    private static async Task<HttpResponseMessage> Begun(CrmApp app, Testing.Api api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/deals");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.Key);
        var client = app.Host.Server.CreateClient();
        return (await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
    }
}
