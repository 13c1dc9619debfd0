using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Contract;

/// <summary>Query parameters in a form that client generators can express.</summary>
public sealed partial class ParameterTests
{
    [Fact]
    public void Every_query_parameter_is_named_and_one_that_repeats_is_an_array()
    {
        var parameters = ContractFile
            .Operations(ContractFile.Read())
            .SelectMany(operation => operation.Operation["parameters"]!.AsArray().Select(parameter => parameter!))
            .Where(parameter => (string)parameter["in"]! == "query")
            .ToArray();
        parameters.Should().HaveCountGreaterThan(100);

        parameters.Select(parameter => (string)parameter["name"]!).Should().OnlyContain(name => Name().IsMatch(name));
        var arrays = parameters.Where(parameter => (string?)parameter["schema"]!["type"] == "array").ToArray();
        arrays
            .Where(parameter => parameter["schema"]!["items"]!["$ref"] is null)
            .Select(parameter => (string)parameter["name"]!)
            .Distinct()
            .Should()
            .Equal("customField", "lineCustomField");
        arrays
            .Should()
            .OnlyContain(
                parameter => parameter["explode"] == null && parameter["style"] == null,
                "the default is a repeated parameter"
            );
    }

    /// <summary>The page of the contract fills its forms with them: lists would be asked for what is not there.</summary>
    [Fact]
    public void No_parameter_is_filled_in_by_Try_it_out()
    {
        foreach (var (name, operation) in ContractFile.Operations(ContractFile.Read()))
        foreach (var parameter in operation["parameters"]!.AsArray().Select(parameter => parameter!.AsObject()))
        {
            var parts = parameter.Concat(parameter["schema"]!.AsObject()).Select(part => part.Key);
            parts.Should().NotContain(["example", "examples", "default"], $"{name} {parameter["name"]}");
        }
    }

    [GeneratedRegex("^[a-zA-Z]+([.][a-z]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
