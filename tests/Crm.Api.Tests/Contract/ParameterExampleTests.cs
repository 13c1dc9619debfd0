using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Tests.Conventions;

namespace Crm.Api.Tests.Contract;

/// <summary>The examples in the descriptions of query parameters are values that a host accepts.</summary>
public sealed partial class ParameterExampleTests(HostileHost host) : IClassFixture<HostileHost>
{
    private static readonly JsonObject Contract = ContractFile.Read();

    private static readonly (string Path, JsonObject Operation)[] Reads =
    [
        .. ContractFile
            .Operations(Contract)
            .Where(one => one.Name.StartsWith("GET ", StringComparison.Ordinal))
            .Select(one => (one.Name[4..], one.Operation)),
    ];

    [Fact]
    public async Task Every_example_of_a_parameter_is_accepted()
    {
        var answered = 0;
        List<string> faults = [];
        foreach (var (path, operation) in Reads)
        foreach (var parameter in Parameters(operation).Where(one => Example(one) is not null))
        {
            var needed = Parameters(operation)
                .Where(one => one == parameter || (bool?)one["required"] == true || NeedsCurrency(parameter, one));
            var answer = await host.Api.Get(host.Address(path) + Query(needed));
            if (answer.Status is not (200 or 404))
                faults.Add($"{path}{Query(needed)}: {answer.Text}");
            answered++;
        }

        faults.Should().BeEmpty();
        answered.Should().BeGreaterThan(150);
    }

    /// <summary>Amounts are ordered in one currency, and rates are read for one.</summary>
    private static bool NeedsCurrency(JsonObject parameter, JsonObject other) =>
        (string)other["name"]! == "currency" && (string)parameter["name"]! is "sort" or "knownAt";

    private static IEnumerable<JsonObject> Parameters(JsonObject operation) =>
        operation["parameters"]!.AsArray().Select(one => one!.AsObject()).Where(one => (string)one["in"]! == "query");

    private static string Query(IEnumerable<JsonObject> parameters) =>
        "?" + string.Join('&', parameters.Select(one => $"{one["name"]}={Uri.EscapeDataString(Example(one) ?? "")}"));

    private static string? Example(JsonObject parameter) =>
        Shown().Match((string)parameter["description"]!) is { Success: true } found
            ? found.Groups["value"].Value
            : null;

    [GeneratedRegex("Example: `(?<value>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown();
}
