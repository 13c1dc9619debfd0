using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>What client generators need of the contract beyond a valid document; the gate compiles two clients (.ci/clients).</summary>
public sealed class GeneratorTests
{
    /// <summary>Namespaces that a file of a C# project with implicit usings sees without naming them.</summary>
    private static readonly HashSet<string> Implicit = new(StringComparer.Ordinal)
    {
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    };

    private static readonly JsonObject Contract = ContractFile.Read();

    [Fact]
    public void No_schema_has_the_name_of_a_type_that_every_CSharp_file_sees()
    {
        var known = new[] { typeof(object), typeof(Enumerable), typeof(HttpClient), typeof(Stack<>), typeof(Barrier) }
            .SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => !type.IsNested && Implicit.Contains(type.Namespace ?? ""))
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
        known.Should().Contain(["Task", "File", "HttpClient", "Enumerable"]);

        Contract["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).Should().NotContain(known);
    }

    [Fact]
    public void Names_differ_in_more_than_case()
    {
        foreach (var (kind, components) in Contract["components"]!.AsObject())
            components!
                .AsObject()
                .Select(component => component.Key)
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(same => same.Count() > 1)
                .Should()
                .BeEmpty(kind);
    }

    [Fact]
    public void Only_null_is_an_alternative()
    {
        var alternatives = Nodes(Contract["components"]!["schemas"])
            .Where(node => node["oneOf"] is JsonArray)
            .ToArray();
        alternatives.Should().NotBeEmpty();

        alternatives
            .Select(node => node["oneOf"]!.AsArray())
            .Should()
            .OnlyContain(
                either => either.Count == 2 && either[0]!["$ref"] != null && (string?)either[1]!["type"] == "null",
                "generators make an untyped value, or a class without a name, of anything else"
            );
        Nodes(Contract).Should().NotContain(node => node["anyOf"] is JsonArray || node["allOf"] is JsonArray);
    }

    [Fact]
    public void Bodies_and_answers_of_JSON_have_named_schemas()
    {
        foreach (var (name, operation) in ContractFile.Operations(Contract))
        foreach (
            var content in operation["responses"]!
                .AsObject()
                .Select(answer => answer.Value!["content"])
                .Append(operation["requestBody"]?["content"])
                .OfType<JsonObject>()
        )
        foreach (var (type, media) in content.Where(media => media.Key.EndsWith("json", StringComparison.Ordinal)))
            media!["schema"]!["$ref"].Should().NotBeNull("{0} {1} gets a numbered class otherwise", name, type);
    }

    private static IEnumerable<JsonObject> Nodes(JsonNode? node) =>
        node switch
        {
            JsonObject members => members
                .Where(member => member.Key is not ("example" or "examples"))
                .SelectMany(member => Nodes(member.Value))
                .Prepend(members),
            JsonArray items => items.SelectMany(Nodes),
            _ => [],
        };
}
