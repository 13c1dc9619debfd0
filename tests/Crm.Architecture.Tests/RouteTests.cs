using System.Text.RegularExpressions;
using Crm.Api.Problems;
using Crm.Api.RequestPipeline;
using Crm.Api.Routing;
using Crm.Api.Startup;
using Crm.Domain.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Crm.Architecture.Tests;

/// <summary>Every operation of the route table states who may call it; fixes and codes name only what exists.</summary>
public sealed partial class RouteTests
{
    private static readonly string Sources = Path.Combine(Root(AppContext.BaseDirectory), "src");

    [Fact]
    public void Every_route_of_the_API_states_its_operation()
    {
        var routes = Endpoints();
        routes.Should().HaveCountGreaterThan(60);
        routes
            .Where(x => x.Metadata.GetMetadata<Operation>() is null)
            .Select(x => x.RoutePattern.RawText)
            .Should()
            .BeEmpty();
        routes.Select(x => x.Metadata.GetMetadata<Operation>()!.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_fix_names_an_operation_with_all_its_route_values()
    {
        var routes = Endpoints()
            .ToDictionary(
                x => x.Metadata.GetMetadata<Operation>()!.Id,
                x => x.RoutePattern.Parameters.Select(p => p.Name).ToArray()
            );
        var fixes = typeof(Fix).GetNestedTypes().Where(x => x.IsSubclassOf(typeof(Fix))).ToArray();
        fixes.Should().HaveCountGreaterThan(25);
        foreach (var call in fixes.Select(Sample).Select(FixCall.For))
            call.Route.Select(x => x.Name)
                .Should()
                .BeEquivalentTo(routes.Should().ContainKey(call.OperationId).WhoseValue, "{0} fills its route", call);
    }

    private static Fix Sample(Type fix) =>
        (Fix)
            Activator.CreateInstance(
                fix,
                [
                    .. fix.GetConstructors()
                        .Single()
                        .GetParameters()
                        .Select(x =>
                            x.ParameterType == typeof(string) ? "" : Activator.CreateInstance(x.ParameterType)
                        ),
                ]
            )!;

    [Fact]
    public void Every_code_in_the_sources_is_in_the_catalogue()
    {
        var codes = Texts("Crm.Domain")
            .Concat(Texts("Crm.Api"))
            .SelectMany(x => Codes().Matches(x))
            .Select(x => x.Groups["code"].Value)
            .Distinct()
            .ToArray();
        codes.Should().HaveCountGreaterThan(60);
        codes.Where(x => ProblemCatalogue.Find(x) is null).Should().BeEmpty();
    }

    private static RouteEndpoint[] Endpoints()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddCrm("Host=127.0.0.1;Port=1;Database=none"); // Never connected to: only the route table is looked at.
        var app = builder.Build();
        app.MapGroup("/api/v1").MapFeatures();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(x => x.Endpoints).OfType<RouteEndpoint>()];
    }

    private static IEnumerable<string> Texts(string project) =>
        Directory
            .EnumerateFiles(Path.Combine(Sources, project), "*.cs", SearchOption.AllDirectories)
            .Where(x => !x.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    internal static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Crm.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(
        """(Rejection\.(Conflict|NotFound)\(|new Blocker\(|ProblemException\(\d+, |Fault\("[^"]*","""
            + """ |ProblemException\.(Member|Parameter)\([^,]+, |NotFound\()"(?<code>[a-z_]+\.[a-z_]+)(?=")""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Codes();
}
