using Crm.Api.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>A type that an operation cannot give is refused before it does anything, and not answered with another.</summary>
[Collection(HostCollection.Name)]
public sealed class AcceptTests(TestHost host)
{
    private const string Csv = "text/csv";

    [Fact]
    public async Task Every_read_gives_the_type_that_is_asked_for_or_none()
    {
        var reads = Reads().ToArray();
        reads.Should().HaveCountGreaterThan(25);
        foreach (var (path, operation) in reads)
        {
            await Answers(path, Csv, isGiven: operation.AnswersCsv);
            await Answers(path, "application/xml", isGiven: false);
            await Answers(path, "application/json;q=0, image/png", isGiven: false);
            await Answers(path, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", isGiven: true);
            await Answers(path, "application/json; charset=utf-8", isGiven: true);
        }
    }

    [Fact]
    public async Task A_refusal_names_the_types_that_there_are()
    {
        var refused = (await host.Api.Get("/deals", ("Accept", Csv), ("Accept-Language", "ru"))).Must(406);

        (refused.Code, (string?)refused["detail"])
            .Should()
            .Be(("accept.unsupported", "Доступные типы: application/json."));
        (await host.Api.Get("/deals", ("Accept", "what is this"))).Must(400).Code.Should().Be("header.invalid");
    }

    [Fact]
    public async Task A_command_that_cannot_answer_as_asked_is_not_executed()
    {
        var id = Guid.CreateVersion7();

        (await host.Api.Post("/deals", new { title = "А", id }, ("Accept", Csv))).Must(406);

        (await host.Api.Get("/deals/" + id)).Must(404);
    }

    private async Task Answers(string path, string accept, bool isGiven)
    {
        var answer = await host.Api.Get(path, ("Accept", accept));

        (answer.Status != 406).Should().Be(isGiven, $"GET {path}, Accept: {accept}");
        if (accept == Csv && isGiven)
            answer.Must(200).Headers["Content-Type"].Should().StartWith(Csv);
    }

    /// <summary>Reads without a value in their path and without a required parameter.</summary>
    private IEnumerable<(string Path, Operation Operation)> Reads() =>
        from endpoint in host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
        let operation = endpoint.Metadata.GetMetadata<Operation>()
        where
            operation is not null
            && endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
            && !endpoint.RoutePattern.RawText!.Contains('{')
            && !endpoint.RoutePattern.RawText.Contains("/branding/", StringComparison.Ordinal)
        select (endpoint.RoutePattern.RawText!["/api/v1".Length..], operation);
}
