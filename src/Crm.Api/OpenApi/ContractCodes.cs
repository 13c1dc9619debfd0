using System.Reflection;
using System.Text.Json.Nodes;
using Crm.Api.DealKinds;
using Crm.Api.Deals;
using Crm.Api.Mail;
using Crm.Api.Previews;
using Crm.Api.Resources;
using Crm.Api.SecurityLog;
using Crm.Api.Settings;
using Crm.Domain.Processes;
using Crm.Projections.EventStore;
using Crm.Projections.ReadModels.DealKinds;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Gives text members with known values a schema that all of them share: closed sets are enums, codes that will grow are plain text
/// whose description has the values of today.
/// </summary>
internal sealed class ContractCodes : ISchemaFilter
{
    private static readonly Code Problems = new(
        "ProblemCode",
        "Code of a problem, or of an error, a blocker or a warning in one; `openapi/problems.md` explains each.",
        ProblemCatalogue.Entries.Select(entry => entry.Code)
    );

    private static readonly Code Events = new(
        "EventName",
        "Stored name of an event.",
        EventCatalogue.Entries.Select(entry => entry.Name)
    );

    private static readonly Code Checks = new(
        "CheckCode",
        "Code of a check, as GET /checks lists it.",
        [.. CheckCatalogue.All.Select(entry => entry.Code), .. CheckCatalogue.Reserved]
    );

    private static readonly Dictionary<(Type, string), Code> Members = new()
    {
        [(typeof(Problem), nameof(Problem.Code))] = Problems,
        [(typeof(ProblemError), nameof(ProblemError.Code))] = Problems,
        [(typeof(ProblemBlocker), nameof(ProblemBlocker.Code))] = Problems,
        [(typeof(Warning), nameof(Warning.Code))] = Problems,
        [(typeof(DryRunAnswer), nameof(DryRunAnswer.Code))] = Problems,
        [(typeof(DenialAnswer), nameof(DenialAnswer.Code))] = Problems,
        [(typeof(MailProblem), nameof(MailProblem.Code))] = Problems,
        [(typeof(GateConditionAnswer), nameof(GateConditionAnswer.Code))] = Problems,
        [(typeof(BackTestItem), nameof(BackTestItem.Unmet))] = Problems,
        [(typeof(FactSince), nameof(FactSince.Type))] = Events,
        [(typeof(EventPreview), nameof(EventPreview.Type))] = Events,
        [(typeof(HistoryAnswer), nameof(HistoryAnswer.Type))] = Events,
        [(typeof(ChangeAnswer), nameof(ChangeAnswer.Type))] = Events,
        [(typeof(CheckAnswer), nameof(CheckAnswer.Code))] = Checks,
        [(typeof(CheckEntryAnswer), nameof(CheckEntryAnswer.Code))] = Checks,
        [(typeof(KindTaskAnswer), nameof(KindTaskAnswer.Checks))] = Checks,
        [(typeof(CapabilityAnswer), nameof(CapabilityAnswer.Checks))] = Checks,
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } found)
            return;
        foreach (var member in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            if (!found.Properties.TryGetValue(name, out var one) || SchemaOf(member, context) is not { } values)
                continue;
            if (one is OpenApiSchema { Items: not null } list)
                list.Items = values;
            else
            {
                values.Reference.Description = one.Description;
                found.Properties[name] = values;
            }
        }
    }

    /// <summary>The schema of a closed set of values of a parameter.</summary>
    public static IOpenApiSchema Of(ValueSet set, ISchemaGenerator generator, SchemaRepository schemas)
    {
        if (set.Type is { } type)
            return generator.GenerateSchema(type, schemas);
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = set.Description,
            Enum = [.. set.Values.Select(JsonNode (value) => JsonValue.Create(value)!)],
        };
        // A minus is no part of a name: generators that read this extension take these names instead.
        if (set.Values.Any(value => value.StartsWith('-')))
            schema.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
            {
                ["x-enumNames"] = new JsonNodeExtension(
                    new JsonArray([.. set.Values.Select(JsonNode (value) => JsonValue.Create(NameOf(value))!)])
                ),
            };
        return Shared(set.Name, schema, schemas);
    }

    private static OpenApiSchemaReference? SchemaOf(MemberInfo member, SchemaFilterContext context)
    {
        if (member.GetCustomAttribute<ValuesOfAttribute>() is { } closed)
            return (OpenApiSchemaReference)
                context.SchemaGenerator.GenerateSchema(closed.Values, context.SchemaRepository);
        if (!Members.TryGetValue((member.DeclaringType!, member.Name), out var code))
            return null;
        var known = code.Known.Distinct().Order(StringComparer.Ordinal).Select(value => $"`{value}`");
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"{code.Description} More may be added. Known values: {string.Join(", ", known)}.",
        };
        return Shared(code.Name, schema, context.SchemaRepository);
    }

    private static OpenApiSchemaReference Shared(string name, OpenApiSchema schema, SchemaRepository schemas) =>
        schemas.Schemas.ContainsKey(name) ? new OpenApiSchemaReference(name) : schemas.AddDefinition(name, schema);

    /// <summary><c>-openedAt</c> is <c>OpenedAtDescending</c>.</summary>
    private static string NameOf(string value)
    {
        var key = value.TrimStart('-');
        return char.ToUpperInvariant(key[0]) + key[1..] + (value.StartsWith('-') ? "Descending" : "");
    }

    /// <summary>A code that will grow.</summary>
    private sealed record Code(string Name, string Description, IEnumerable<string> Known);
}
