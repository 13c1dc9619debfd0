using Crm.Api.Commands;
using Crm.Api.Routing;
using Crm.Domain.Deals;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Commands;

/// <summary>Every operation that changes a stream has a renderer of its answers, and every renderer has an operation.</summary>
[Collection(HostCollection.Name)]
public sealed class RendererTests(TestHost host)
{
    /// <summary>Operations that change no single stream: files, long-running operations.</summary>
    private static readonly string[] Without =
    [
        "backTestDealKind",
        "batchInteractions",
        "batchTasks",
        "cancelOperation",
        "importBankStatement",
        "importExchangeRates",
        "importListPrices",
        "importProducts",
        "markNotificationsRead",
        "matchBankStatement",
        "previewOperation",
        "rebuildProjection",
    ];

    [Fact]
    public void Every_operation_that_writes_has_a_renderer() =>
        host
            .App.Host.Services.GetRequiredService<AnswerRenderers>()
            .Operations.Concat(Without)
            .Should()
            .BeEquivalentTo(Writing());

    [Fact]
    public void Every_command_on_a_deal_is_made_by_an_endpoint_or_a_rule()
    {
        var made = Sources();
        typeof(DealCommand)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DealCommand)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Where(name => !made.Contains($"new {name}(", StringComparison.Ordinal))
            .Should()
            .BeEmpty();
        made.Should().NotContain("new NoSuchCommand(", "the canary");
    }

    private IEnumerable<string> Writing() =>
        host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == false
            )
            .Select(endpoint => endpoint.Metadata.GetMetadata<Operation>()?.Id)
            .OfType<string>();

    /// <summary>The host, and the domain where one command creates another.</summary>
    private static string Sources() =>
        string.Concat(
            new[] { "src/Crm.Api", "src/Crm.Domain/BankStatements", "src/Crm.Domain/Interactions" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
                )
                .Select(File.ReadAllText)
        );
}
