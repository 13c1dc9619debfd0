using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Adds the example of every body, and to every refusal the possible problems of its status, from the catalogue.
/// </summary>
internal sealed class ContractExamples(ProblemRenderer problems) : IOperationFilter
{
    private static readonly JsonSerializerOptions Given = new(Wire.Json)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Dictionary<string, string> Arguments = new(StringComparer.Ordinal)
    {
        ["permission.missing"] = "deals.write",
        ["body.media_type"] = "application/json",
        ["accept.unsupported"] = "application/json",
        ["request.timed_out"] = "30",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Operation>().FirstOrDefault() is null)
            return;
        if (metadata.OfType<BodyExample>().FirstOrDefault() is { } example)
            foreach (var media in operation.RequestBody!.Content!.Values.OfType<OpenApiMediaType>())
                Show(media, JsonSerializer.SerializeToNode(example.Body, example.Body.GetType(), Given)!);
        foreach (var (status, answer) in operation.Responses!)
            if (
                answer.Content is { } content
                && content.TryGetValue(ProblemRenderer.MediaType, out var found)
                && found is OpenApiMediaType media
            )
                media.Examples = Of(status, context.Document);
    }

    /// <summary>
    /// The writer omits examples without members, but <c>{}</c> is the body of a command without members, so it is
    /// added as raw JSON.
    /// </summary>
    private static void Show(OpenApiMediaType media, JsonNode example)
    {
        if (example is JsonObject { Count: 0 })
            (media.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal))["example"] =
                new JsonNodeExtension(example);
        else
            media.Example = example;
    }

    /// <summary>The problems of a status, alike for all operations, which name those of their own in their description.</summary>
    private Dictionary<string, IOpenApiExample> Of(string status, OpenApiDocument document)
    {
        document.Components ??= new();
        var known = document.Components.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        var found = ProblemCatalogue
            .Entries.Where(x => x.Status.ToString(CultureInfo.InvariantCulture) == status)
            .ToArray();
        foreach (var x in found)
            known.TryAdd(x.Code, new OpenApiExample { Summary = x.Title.En, Value = Problem(x) });
        return found.ToDictionary(
            x => x.Code,
            IOpenApiExample (x) => new OpenApiExampleReference(x.Code, document),
            StringComparer.Ordinal
        );
    }

    private JsonNode? Problem(ProblemCatalogue.Entry x)
    {
        var argument = Arguments.GetValueOrDefault(x.Code);
        var problem = ProblemRenderer.Plain(
            x.Code,
            "en",
            argument,
            $"/api/v1/deals/{Sample.Deal}",
            "4bf92f3577b34da6a3ce929d0e0e4736"
        ) with
        {
            Missing = x.Code == "permission.missing" ? argument : null,
            Errors =
                x.Code == "validation.failed"
                    ? [new("/title", null, "member.required", Phrases.Sentence("member.required", null, "en"))]
                    : null,
            Blockers = Blocker(x.Code) is { } blocker ? [problems.Blocker(blocker, "en")] : null,
        };
        return JsonSerializer.SerializeToNode(problem, Wire.Json);
    }

    private static Blocker? Blocker(string code) =>
        code switch
        {
            "task.checks_unmet" => new(
                "interaction.missing",
                $"deal:{Sample.Deal}",
                "1",
                "0",
                new Fix.RecordInteraction(new(Sample.Deal))
            ),
            "deal.gate_unmet" => new(
                "balance.client_owes",
                $"deal:{Sample.Deal}",
                Phrase.Data("0.00 RUB"),
                Phrase.Data("54000.00 RUB"),
                new Fix.RecordPayment(new(Sample.Deal))
            ),
            _ => null,
        };
}
