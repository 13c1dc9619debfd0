using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Problems;
using Crm.Api.Routing;
using Crm.Api.Tests.Access;
using Crm.Domain.Processes;
using Crm.Projections.EventStore;

namespace Crm.Api.Tests.Contract;

/// <summary>Closed sets are enums of the contract; one list makes the enum and is what requests are checked against.</summary>
[Collection(HostCollection.Name)]
public sealed partial class ClosedSetTests(TestHost host)
{
    private static readonly JsonObject Contract = ContractFile.Read();

    private static JsonObject Schemas => Contract["components"]!["schemas"]!.AsObject();

    [Fact]
    public async Task A_value_that_is_none_of_the_set_is_refused_with_the_set()
    {
        foreach (var (path, param) in Closed())
        {
            var refused = (await host.Api.Get($"{path}?{param.Name}=somethingElse")).Must(400);

            var error = refused["errors"]!.AsArray().Should().ContainSingle(path).Subject!;
            ((string)error["parameter"]!).Should().Be(param.Name, path);
            ((string)error["code"]!).Should().Be(param.Fault, path);
            ((string)error["detail"]!).Should().Contain(string.Join(", ", param.Values!.Values), path);
        }
    }

    [Fact]
    public async Task Every_value_of_the_set_is_accepted()
    {
        foreach (var (path, param) in Closed())
        foreach (var value in param.Values!.Values)
            // What is sorted by an amount is so in one currency.
            (
                await host.Api.Get(
                    $"{path}?{param.Name}={value}"
                        + (param.Name == "sort" && Takes(path, "currency") ? "&currency=RUB" : "")
                )
            ).Must(200);
    }

    private bool Takes(string path, string parameter) =>
        Table
            .Of(host.App)
            .Any(one =>
                one.Method == "GET" && one.Path == path && one.Operation.Query.Any(param => param.Name == parameter)
            );

    [Fact]
    public async Task Several_values_are_separated_by_commas_or_given_one_by_one()
    {
        const string Word = "Двояко";
        await Sale.Open(host.Api, Word);
        var lost = await Sale.Open(host.Api, Word);
        (await host.Api.Post(lost.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);

        foreach (var statuses in (string[])["status=lost,open", "status=lost&status=open"])
            (await host.Api.Get($"/deals?q={Word}&sort=number&sort=-openedAt&{statuses}")).Must(200)["items"]!
                .AsArray()
                .Should()
                .HaveCount(2, statuses);
    }

    [Fact]
    public void Every_closed_set_of_a_parameter_is_a_named_enum()
    {
        var parameters = ContractFile
            .Operations(Contract)
            .SelectMany(one => one.Operation["parameters"]!.AsArray().Select(param => (one.Name, Param: param!)))
            .ToLookup(
                one => (one.Name.Replace("{", "", StringComparison.Ordinal), (string)one.Param["name"]!),
                one => one.Param["schema"]!
            );
        foreach (var (method, path, operation) in Table.Of(host.App))
        foreach (var param in operation.Query.Where(param => param.Values is not null))
        {
            var name = $"{method} {Constraint().Replace(path, "}")}".Replace("{", "", StringComparison.Ordinal);
            var schema = parameters[(name, param.Name)].Should().ContainSingle($"{name} {param.Name}").Subject;
            var values = param.IsList ? schema["items"]! : schema;
            values["$ref"].Should().NotBeNull("{0} {1} has a type of its own in clients", name, param.Name);
            ContractFile
                .Strings(ContractFile.Resolve(Contract, values)["enum"])
                .Should()
                .Equal(param.Values!.Values, name);
        }
    }

    [Theory]
    [
        InlineData("status"),
        InlineData("sort"),
        InlineData("mode"),
        InlineData("by"),
        InlineData("owner"),
        InlineData("lang")
    ]
    public void Parameters_of_this_name_have_a_closed_set(string name)
    {
        var found = Table
            .Of(host.App)
            .SelectMany(one => one.Operation.Query)
            .Where(param => param.Name == name)
            .ToArray();
        found.Should().NotBeEmpty();
        // The security log filters by HTTP status.
        found.Where(param => param.Type == "string").Should().OnlyContain(param => param.Values != null);
    }

    [Theory]
    [InlineData("Kind", "mode", "ProcessMode")]
    [InlineData("StageVisit", "leftBy", "StageExit")]
    [InlineData("ImportItem", "outcome", "ImportOutcome")]
    [InlineData("Projection", "state", "ProjectionState")]
    [InlineData("Mail", "lang", "DocumentLanguage")]
    [InlineData("EmailDocumentBody", "lang", "DocumentLanguage")]
    [InlineData("Settings", "languages", "DocumentLanguage")]
    [InlineData("UpdateSettingsBody", "languages", "DocumentLanguage")]
    public void A_member_with_a_closed_set_refers_to_its_enum(string schema, string member, string values)
    {
        var found = Schemas[schema]!["properties"]![member]!;

        found.ToJsonString().Should().Contain($"\"#/components/schemas/{values}\"");
        ContractFile.Strings(Schemas[values]!["enum"]).Should().OnlyContain(value => CamelCase().IsMatch(value));
    }

    [Fact]
    public void Enums_have_names_and_camelCase_values()
    {
        var inline = Inline(Contract, "").ToArray();
        inline.Should().BeEmpty("an enum without a name gets a number for one in clients");
        foreach (var (name, schema) in Schemas.Where(one => one.Value!["enum"] is not null))
            ContractFile.Strings(schema!["enum"]).Should().OnlyContain(value => CamelCase().IsMatch(value), name);
    }

    [Fact]
    public void Codes_that_will_grow_are_open_and_their_description_has_the_known_values()
    {
        Known("ProblemCode", ProblemCatalogue.Entries.Select(entry => entry.Code));
        Known("EventName", EventCatalogue.Entries.Select(entry => entry.Name));
        Known("CheckCode", CheckCatalogue.All.Select(entry => entry.Code));
        foreach (
            var (schema, member, code) in (ReadOnlySpan<(string, string, string)>)
                [
                    ("Problem", "code", "ProblemCode"),
                    ("ProblemBlocker", "code", "ProblemCode"),
                    ("ProblemError", "code", "ProblemCode"),
                    ("Warning", "code", "ProblemCode"),
                    ("DryRun", "code", "ProblemCode"),
                    ("History", "type", "EventName"),
                    ("Change", "type", "EventName"),
                    ("EventPreview", "type", "EventName"),
                    ("Check", "code", "CheckCode"),
                    ("CheckEntry", "code", "CheckCode"),
                ]
        )
            Schemas[schema]!["properties"]![member]!
                .ToJsonString()
                .Should()
                .Contain($"/{code}\"", $"{schema}.{member}");

        static void Known(string schema, IEnumerable<string> codes)
        {
            Schemas[schema]!["enum"].Should().BeNull("clients must take codes of later versions");
            var description = (string)Schemas[schema]!["description"]!;
            codes.Where(code => !description.Contains($"`{code}`", StringComparison.Ordinal)).Should().BeEmpty();
        }
    }

    [Fact]
    public void Files_are_binary()
    {
        var files = (
            from one in ContractFile.Operations(Contract)
            let contents = one.Operation["responses"]!
                .AsObject()
                .Select(answer => answer.Value!["content"])
                .Append(one.Operation["requestBody"]?["content"])
            from media in contents.OfType<JsonObject>().SelectMany(content => content)
            where !media.Key.EndsWith("json", StringComparison.Ordinal)
            let schema = media.Value!["schema"]!
            select (one.Name, Schema: schema["properties"]?["file"] ?? schema)
        ).ToArray();

        files.Should().HaveCountGreaterThan(10);
        foreach (var (name, schema) in files)
            (schema["type"]!.ToJsonString(), (string?)schema["format"]).Should().Be(("\"string\"", "binary"), name);
        Contract.ToJsonString().Should().NotContain("\"byte\"");
    }

    /// <summary>Closed sets of the reads that need no id.</summary>
    private IEnumerable<(string Path, Param Param)> Closed() =>
        from one in Table.Of(host.App)
        where one.Method == "GET" && !one.Path.Contains('{', StringComparison.Ordinal)
        from param in one.Operation.Query
        where param.Values is not null
        select (one.Path, param);

    private static IEnumerable<string> Inline(JsonNode? node, string at) =>
        node switch
        {
            JsonObject { Count: > 0 } members => members
                .Where(member => member.Key is not ("example" or "examples"))
                .SelectMany(member =>
                    member.Key == "enum" && member.Value is JsonArray && at.Split('/').Length != 4
                        ? [at]
                        : Inline(member.Value, $"{at}/{member.Key}")
                ),
            JsonArray items => items.SelectMany((item, i) => Inline(item, FormattableString.Invariant($"{at}/{i}"))),
            _ => [],
        };

    [GeneratedRegex("^-?[a-z][a-zA-Z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex CamelCase();

    [GeneratedRegex(":[a-z]+}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
