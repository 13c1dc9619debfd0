using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace Crm.Api.Tests.Contract;

/// <summary>Every example body of the contract is answered by a host as the contract says.</summary>
public sealed class ExampleRequestTests(ExampleHost host) : IClassFixture<ExampleHost>
{
    private static readonly JsonObject Contract = ContractFile.Read();

    private static readonly Dictionary<string, (string Name, JsonObject Operation)> Requests = ContractFile
        .Operations(Contract)
        .Where(operation => Examples(operation.Operation).Any())
        .ToDictionary(operation => (string)operation.Operation["operationId"]!, StringComparer.Ordinal);

    public static TheoryData<string> Operations => [.. Requests.Keys.Except(["cancelOperation"])];

    [Theory, MemberData(nameof(Operations))]
    public async Task An_example_is_answered_with_the_success_that_the_contract_states(string id) =>
        await Answered(id, await ExampleSale.For(id, host));

    [Fact]
    public async Task The_example_of_cancelOperation_is_answered_while_the_operation_runs()
    {
        const string rebuild = "/projections/lost-reasons/rebuild";
        // One that another example has begun would wait for the lock too.
        Answer earlier = null!;
        await Polling.Until(async () => (earlier = await host.Api.Post(rebuild)).Status == 202);
        await host.Api.Ended(earlier);
        await using var held = new NpgsqlConnection(host.App.ConnectionString);
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table crm.report_lost_reasons", held, transaction))
            await command.ExecuteNonQueryAsync();
        var begun = (await host.Api.Post(rebuild)).Must(202);

        await Answered("cancelOperation", new ExampleSale(host.Api, host).With("operation", begun.Id));
    }

    private async Task Answered(string id, ExampleSale sale)
    {
        var (name, operation) = Requests[id];
        var (method, path) = (new HttpMethod(name.Split(' ')[0]), sale.Address(name.Split(' ')[1]));
        var documented = operation["responses"]!.AsObject().Where(answer => answer.Key[0] == '2').ToArray();
        foreach (var (media, example) in Examples(operation))
        {
            using var content = new StringContent(sale.Body(example), Encoding.UTF8, media);

            var answer = await (sale.Caller ?? By(path)).SendRaw(
                method,
                path,
                content,
                [.. await Required(operation, path)]
            );

            answer
                .Status.Should()
                .Be(int.Parse(documented[0].Key, CultureInfo.InvariantCulture), $"{id} with {media}: {answer.Text}");
            var schema = documented[0].Value!["content"]!["application/json"]!["schema"]!;
            new SchemaFaults(Contract).Of(schema, answer.Json).Should().BeEmpty($"{id} answers as its schema says");
            if (documented.Length > 1)
                return; // What exists already is answered with the second status.
        }
    }

    private Testing.Api By(string path) => path.Contains("/me/", StringComparison.Ordinal) ? host.Person : host.Api;

    private async Task<List<(string, string)>> Required(JsonObject operation, string path)
    {
        List<(string, string)> headers = [];
        foreach (var parameter in operation["parameters"]!.AsArray().Where(one => (bool?)one!["required"] == true))
            if ((string)parameter!["name"]! == "If-Match")
                headers.Add(("If-Match", (await By(path).Get(path)).Must(200).ETag!));
            else if ((string)parameter["name"]! == "Idempotency-Key")
                headers.Add(("Idempotency-Key", Guid.NewGuid().ToString()));
        return headers;
    }

    private static IEnumerable<(string Media, JsonNode Example)> Examples(JsonObject operation) =>
        from media in operation["requestBody"]?["content"]!.AsObject() ?? []
        where media.Value!["example"] is not null
        select (media.Key, media.Value!["example"]!);
}
