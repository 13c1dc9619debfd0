using System.Text.Json.Nodes;
using Crm.Api.OpenApi;

namespace Crm.Api.Tests.Contract;

/// <summary>Every part of the contract has a description of its own.</summary>
public sealed class DescriptionTests
{
    private static readonly JsonObject Contract = ContractFile.Read();

    [Fact]
    public void Every_schema_and_every_member_has_a_description()
    {
        List<string> bare = [];
        foreach (var (name, schema) in Contract["components"]!["schemas"]!.AsObject())
        {
            if (!IsDescribed(schema!))
                bare.Add(name);
            foreach (var (member, value) in schema!["properties"]?.AsObject() ?? [])
                if (!IsDescribed(value!))
                    bare.Add($"{name}.{member}");
        }

        bare.Should().BeEmpty();
    }

    [Fact]
    public void Every_operation_and_every_parameter_has_a_description()
    {
        List<string> bare = [];
        foreach (var (name, operation) in ContractFile.Operations(Contract))
        {
            if (!IsDescribed(operation))
                bare.Add(name);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                if (!IsDescribed(ContractFile.Resolve(Contract, parameter!)))
                    bare.Add($"{name} {parameter!["name"]}");
        }

        bare.Should().BeEmpty();
    }

    /// <summary>A description of the type alone, such as that of any number, says nothing about the member.</summary>
    private static bool IsDescribed(JsonNode part) =>
        (string?)part["description"] is not (null or "" or ContractShape.AnyNumber);
}
