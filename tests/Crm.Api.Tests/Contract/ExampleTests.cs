using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Api.Bodies;
using Crm.Api.RequestPipeline;

namespace Crm.Api.Tests.Contract;

/// <summary>Every example of the contract fits its schema and is read by the host.</summary>
public sealed class ExampleTests
{
    private static readonly JsonObject Contract = ContractFile.Read();

    [Fact]
    public void Every_body_has_an_example_that_fits_its_schema_and_is_read()
    {
        var bodies = Bodies().ToArray();
        bodies.Should().HaveCountGreaterThan(40);
        foreach (var (name, media) in bodies)
        {
            media.ContainsKey("example").Should().BeTrue("{0} shows what to send", name);
            Faults(media["schema"]!, media["example"]).Should().BeEmpty("the example of {0} must fit its schema", name);
            Read(media).Should().NotBeNull("{0} takes it", name);
        }
    }

    [Fact]
    public void Every_example_of_an_answer_fits_its_schema()
    {
        var schemas = Contract["components"]!["schemas"]!
            .AsObject()
            .Where(x => x.Value!["examples"] is not null)
            .ToArray();
        schemas
            .Select(x => x.Key)
            .Should()
            .Contain(["Deal", "DealPage", "StageTask", "Funnel", "LostReasons", "GrossProfit"]);
        foreach (var (name, schema) in schemas)
        foreach (var example in schema!["examples"]!.AsArray())
            Faults(schema, example).Should().BeEmpty("{0} looks like this", name);
    }

    [Fact]
    public void Every_other_example_fits_the_schema_beside_it()
    {
        var found = 0;
        foreach (var part in Parts(Contract).Where(part => part["schema"] is not null))
        foreach (var example in Shown(part))
        {
            Faults(part["schema"]!, example).Should().BeEmpty(part.GetPath());
            found++;
        }

        found.Should().BeGreaterThan(1000, "bodies and refusals show what they look like");
    }

    [Fact]
    public void Every_refusal_shows_a_problem_of_its_status()
    {
        var problems = Contract["components"]!["schemas"]!["Problem"]!;
        foreach (var (name, operation) in ContractFile.Operations(Contract))
        foreach (var (status, answer) in operation["responses"]!.AsObject().Where(x => x.Key[0] >= '4'))
        {
            var examples = answer!["content"]![ProblemRenderer.MediaType]!["examples"]?.AsObject() ?? [];
            examples.Should().NotBeEmpty("{0} states the codes of {1}", name, status);
            foreach (var example in examples.Select(x => ContractFile.Resolve(Contract, x.Value!)["value"]!))
            {
                example["status"]!.ToJsonString().Should().Be(status);
                Faults(problems, example).Should().BeEmpty("{0} answers {1} like this", name, status);
            }
        }
    }

    [Fact]
    public void The_refusal_of_a_task_and_of_an_end_show_what_is_unmet_and_the_call_that_helps()
    {
        foreach (var code in (string[])["task.checks_unmet", "deal.gate_unmet"])
        {
            var fix = Contract["components"]!["examples"]![code]!["value"]!["blockers"]![0]!["fix"]!;
            ContractFile
                .Operations(Contract)
                .Should()
                .Contain(x => (string)x.Operation["operationId"]! == (string)fix["operationId"]!);
        }
    }

    [Theory]
    [InlineData("""{}""", "/title: is required")]
    [InlineData("""{"title": 1}""", "/title: integer is not string")]
    [InlineData("""{"title": "А", "colour": "red"}""", "/colour: is not in the schema")]
    [InlineData("""{"title": "А", "clientId": "1"}""", "/clientId: 1 is no uuid")]
    [InlineData(
        """{"title": "А", "expectedAmount": {"amount": "1,5", "currency": "RUB"}}""",
        "/expectedAmount/amount: 1,5 is not like"
    )]
    [InlineData(
        """{"title": "А", "interest": [{"quantity": "3"}]}""",
        "/interest/0/quantity: string is not null or number"
    )]
    public void Canary_what_does_not_fit_is_seen(string body, string fault) =>
        Faults(Contract["components"]!["schemas"]!["OpenDealBody"]!, JsonNode.Parse(body))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith(fault);

    private static IEnumerable<JsonObject> Parts(JsonNode? node) =>
        node switch
        {
            JsonObject part => part.SelectMany(member => Parts(member.Value)).Prepend(part),
            JsonArray parts => parts.SelectMany(Parts),
            _ => [],
        };

    private static IEnumerable<JsonNode?> Shown(JsonObject part) =>
        (part["examples"]?.AsObject() ?? [])
            .Select(one => ContractFile.Resolve(Contract, one.Value!)["value"])
            .Concat(part.ContainsKey("example") ? [part["example"]] : []);

    private static IEnumerable<(string Name, JsonObject Media)> Bodies() =>
        from one in ContractFile.Operations(Contract)
        where one.Operation["requestBody"] is not null
        from media in one.Operation["requestBody"]!["content"]!.AsObject()
        where media.Key.EndsWith("json", StringComparison.Ordinal) // A form with a file has no body of JSON to show.
        select ($"{one.Name} {media.Key}", media.Value!.AsObject());

    private static IEnumerable<string> Faults(JsonNode schema, JsonNode? value) =>
        new SchemaFaults(Contract).Of(schema, value);

    /// <summary>The strict reader of the host, on the body that the schema is named after.</summary>
    private static object? Read(JsonObject media)
    {
        var name = ((string)media["schema"]!["$ref"]!).Split('/')[^1];
        var type = (
            (System.Reflection.Assembly[])[typeof(Body).Assembly, typeof(Crm.Domain.Processes.KindDraft).Assembly]
        )
            .SelectMany(x => x.GetTypes())
            .Single(x => x.Name == name);
        return typeof(ExampleTests)
            .GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .Invoke(null, [media["example"]!.ToJsonString()]);
    }

    private static object Parse<T>(string json) => Body.Parse<T>(Encoding.UTF8.GetBytes(json))!;
}
