using Crm.Api.Tests.Access;
using Crm.Api.Tests.CustomFields;

namespace Crm.Api.Tests.Lists;

/// <summary>Of several faulty parameters all are named by one 400, whatever is wrong with each.</summary>
[Collection(HostCollection.Name)]
public sealed class ParameterFaultsTests(TestHost host)
{
    /// <summary>No list, number, date, id, code or search consists of one open quote.</summary>
    private const string Junk = "%22";

    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Parameters_that_a_read_refuses_one_by_one_are_refused_together()
    {
        var sale = await Sale.Open(Api);
        var reads = Table.Of(host.App).Where(row => row.Method == "GET" && row.Operation.Query.Count > 0).ToArray();
        reads.Should().HaveCountGreaterThan(40);
        var checkedParameters = 0;
        foreach (var (_, path, operation) in reads)
        {
            var address = path.Replace("{dealId:guid}", sale.Id, StringComparison.Ordinal);
            if (address.Contains('{', StringComparison.Ordinal))
                continue;
            // A cursor belongs to the other parameters and is not judged while they are wrong.
            var names = operation.Query.Select(param => param.Name).Where(name => name != "cursor").ToArray();
            HashSet<string> refused = [];
            foreach (var name in names)
                if (await Api.Get($"{address}?{name}={Junk}") is { Status: 400 } alone)
                    refused.UnionWith(Parameters(alone));
            checkedParameters += refused.Count;

            var together = await Api.Get($"{address}?" + string.Join('&', names.Select(name => $"{name}={Junk}")));

            Parameters(together.Must(400)).Distinct().Should().BeEquivalentTo(refused, operation.Id);
        }

        checkedParameters.Should().BeGreaterThan(150);
    }

    [Fact]
    public async Task Every_fault_is_explained_under_the_name_of_its_parameter()
    {
        var (size, budget) = (FieldApi.Fresh("size"), FieldApi.Fresh("budget"));
        await Api.Define("deal", size, "number");
        await Api.Define("deal", budget, "money");

        var refused = (
            await Api.Get(
                $"/deals?limit=0&statis=open&status=ajar&number=1&number=2&managerId=me&sort=-length&customField={size}:ten"
                    + $"&customField={budget}:gte:1&customField={size}:1:2&customField={size}&expectedAmount.gte=1"
            )
        ).Must(400);

        refused.Code.Should().Be("parameter.invalid");
        refused["errors"]!
            .AsArray()
            .Select(error => ((string)error!["parameter"]!, (string)error["code"]!))
            .Should()
            .BeEquivalentTo([
                ("limit", "limit.invalid"),
                ("statis", "parameter.unknown"),
                ("status", "parameter.invalid"),
                ("number", "parameter.twice"),
                ("managerId", "parameter.invalid"),
                ("sort", "sort.invalid"),
                ("customField", "parameter.invalid"),
                ("customField", "filter.needs_currency"),
                ("customField", "parameter.invalid"),
                ("customField", "parameter.invalid"),
                ("expectedAmount.gte", "filter.needs_currency"),
            ]);
        var ofFields = refused["errors"]!
            .AsArray()
            .Where(error => (string)error!["parameter"]! == "customField")
            .Select(error => (string)error!["detail"]!)
            .ToArray();
        ofFields[0].Should().Contain($"ustom field '{size}': a decimal number");
        ofFields[2].Should().Contain($"ondition '{size}:1:2': gte, gt, lte or lt before the value");
        ofFields[3].Should().Contain("<code>:<value>");
    }

    [Fact]
    public async Task Faults_of_one_kind_have_its_code()
    {
        var refused = (await Api.Get("/deals?statis=open&lmit=1")).Must(400);

        refused.Code.Should().Be("parameter.unknown");
        Parameters(refused).Should().Equal("statis", "lmit");
    }

    [Fact]
    public async Task Repeated_filters_are_kept_in_the_link_and_belong_to_the_cursor()
    {
        var (colour, note) = (FieldApi.Fresh("colour"), FieldApi.Fresh("note"));
        await Api.Define("deal", colour, "text");
        await Api.Define("deal", note, "text");
        for (var i = 0; i < 3; i++)
            (
                await Api.Post(
                    "/deals",
                    new
                    {
                        title = $"{i}",
                        customFields = new Dictionary<string, string> { [colour] = "red, dark", [note] = "yes" },
                    }
                )
            ).Must(201);
        var filters = $"customField={colour}:%22red,%20dark%22&customField={note}:yes";
        var first = (await Api.Get($"/deals?{filters}&limit=2")).Must(200);
        var link = first.Headers["Link"];

        var second = (await Api.Get(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Must(200);

        second["items"]!.AsArray().Should().ContainSingle();
        second["nextCursor"].Should().BeNull();
        var cursor = Uri.EscapeDataString((string)first["nextCursor"]!);
        (await Api.Get($"/deals?customField={colour}:%22red,%20dark%22,{note}:yes&cursor={cursor}")).Must(400);
        (await Api.Get($"/deals?customField={colour}:%22red,%20dark%22&cursor={cursor}"))
            .Must(400)
            .Code.Should()
            .Be("cursor.invalid");
    }

    [Fact]
    public async Task A_list_of_codes_takes_a_code_with_a_comma_in_quotes()
    {
        var code = FieldApi.Fresh("М6") + ",0";
        var (bolt, nut) = (
            (await Api.Post("/products", new { code, name = "Болт" })).Must(201).Id,
            (await Api.Post("/products", new { code = code + "\"", name = "Гайка" })).Must(201).Id
        );

        await Finds($"\"{code}\"", bolt);
        await Finds($"\"{code}\"\"\",\"{code}\"", bolt, nut);
        (await Api.Get("/products?code=" + Uri.EscapeDataString(code + "\""))).Must(400);

        async Task Finds(string list, params string[] ids) =>
            (await Api.Get("/products?code=" + Uri.EscapeDataString(list))).Must(200)["items"]!
                .AsArray()
                .Select(item => (string)item!["id"]!)
                .Should()
                .BeEquivalentTo(ids, list);
    }

    private static string[] Parameters(Answer refused) =>
        [.. refused["errors"]!.AsArray().Select(error => (string)error!["parameter"]!)];
}
