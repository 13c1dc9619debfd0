using Crm.Api.Paging;
using Crm.Api.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Lists;

/// <summary>docs/domain.md, Lists: every list has pages, the short ones too, so that a client reads all of them alike.</summary>
[Collection(HostCollection.Name)]
public sealed class EveryListTests(TestHost host)
{
    [Fact]
    public void Every_operation_that_answers_a_list_takes_limit_and_cursor()
    {
        var lists = host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(x =>
                x.Metadata.OfType<IProducesResponseTypeMetadata>()
                    .Any(a =>
                        a.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Listed<>)
                    )
            )
            .Select(x => x.Metadata.GetMetadata<Operation>()!)
            .ToArray();
        lists.Should().HaveCountGreaterThan(20);
        lists.Where(x => Param.Page.Any(p => !x.Query.Contains(p))).Select(x => x.Id).Should().BeEmpty();
    }

    [Fact]
    public async Task Short_lists_are_walked_page_by_page()
    {
        var sale = await (await (await Sale.Open(host.Api)).Contacted()).Qualified();
        for (var i = 0; i < 3; i++)
            (
                await host.Api.Post(
                    sale.Path + "/proposals",
                    new
                    {
                        lines = new[]
                        {
                            new
                            {
                                name = $"{i}",
                                quantity = 1,
                                price = Sale.Rub("1.00"),
                            },
                        },
                        validUntil = "2027-06-30",
                    }
                )
            ).Must(201);
        foreach (
            var path in (string[])
                [
                    sale.Path + "/proposals",
                    sale.Path + "/tasks",
                    sale.Path + "/stages",
                    "/deal-kinds",
                    "/permissions",
                    "/projections",
                ]
        )
        {
            // Other classes add kinds to the same host.
            var whole = (await host.Api.Get(path + "?limit=200")).Must(200);
            (whole["nextCursor"] is null).Should().BeTrue(path);
            var all = whole["items"]!.AsArray().Select(Name).ToArray();
            all.Length.Should().BeGreaterThan(2, path);
            (await Walk(path, 1)).Should().Equal(all, path);
            (await Walk(path, 2)).Should().Equal(all, path);
            (await Walk(path, all.Length)).Should().Equal(all, path);
            (await host.Api.Get(path + "?limit=201")).Must(400).Code.Should().Be("limit.invalid");
            (await host.Api.Get(path + "?cursor=abc")).Must(400).Code.Should().Be("cursor.invalid");
        }
    }

    private static string Name(System.Text.Json.Nodes.JsonNode? x) => (string)(x!["id"] ?? x["name"] ?? x["code"])!;

    private async Task<List<string>> Walk(string path, int limit)
    {
        List<string> seen = [];
        for (var next = $"{path}?limit={limit}"; next is not null; )
        {
            var page = (await host.Api.Get(next)).Must(200);
            page["items"]!.AsArray().Count.Should().BeInRange(1, limit);
            seen.AddRange(page["items"]!.AsArray().Select(Name));
            next = page.Headers.TryGetValue("Link", out var link)
                ? link[1..link.IndexOf('>', StringComparison.Ordinal)]
                : null;
            (next is null).Should().Be(page["nextCursor"] is null);
        }

        return seen;
    }
}
