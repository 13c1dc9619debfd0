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

    [GeneratedRegex("^[a-zA-Z]+([.][a-z]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
