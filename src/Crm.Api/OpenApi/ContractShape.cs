using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using Crm.Api.CustomFields;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Generation of the document: descriptions from records and operations, and rules that apply to all of them.
/// </summary>
internal static partial class ContractShape
{
    private const string Conventions = """
        An event-sourced deal engine for sales teams. Every refusal explains itself: what is unmet, what is expected, what was found, and
        which call fixes it.

        - **Sign in** with *Authorize*: an API key or a JWT. In Development the host prints a key and keeps it in the file `dev-key`
          of `.crm`.
        - **Refusals** are problem documents (RFC 9457) with a stable `code`; each status below lists its codes.
          `blockers[].fix` names the operation that helps, with its path. Only what is not valid HTTP (a request line or header that does
          not parse, a `%00` in the path, a request line or headers of twice the allowed size) gets a bare status (400, 414, 431) and a
          closed connection.
        - **Retry** writes with the same `Idempotency-Key`: one effect, one answer. It is required where money or goods move.
        - **Edit** with the `ETag` of the last read as `If-Match`; a command may carry it too.
        - **Look back** with `asOf` (what had happened by then) and `knownAt` (what was recorded by then). For a report `knownAt` limits
          the exchange rates only; its events are all that are known now.
        - **Lists** give `nextCursor`; send it back as `cursor` with the same filters.
        - **Read your writes**: give the `Crm-Position` of a write as `Crm-Min-Position` to a report.
        """;

    public static void Configure(SwaggerGenOptions o)
    {
        o.SwaggerDoc(
            ContractPages.Name,
            new()
            {
                Title = "CRM API",
                Version = "1.0.0",
                License = new() { Name = "Proprietary" },
                Description = Conventions,
            }
        );
        o.AddServer(new() { Url = "/" });
        foreach (var file in (string[])["Crm.Api.xml", "Crm.Projections.xml", "Crm.Domain.xml"])
            o.IncludeXmlComments(() => Comments(Path.Combine(AppContext.BaseDirectory, file)));
        o.SupportNonNullableReferenceTypes();
        o.NonNullableReferenceTypesAsRequired();
        o.CustomSchemaIds(Name);
        o.AddSecurityDefinition(
            "bearer",
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (crm_...) or a JWT of the configured issuer.",
            }
        );
        o.AddSecurityRequirement(document => new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] });
        o.MapType<Money>(() =>
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalPropertiesAllowed = false,
                Required = new HashSet<string> { "amount", "currency" },
                Description = "An exact amount in one currency.",
                Examples = [new JsonObject { ["amount"] = "1250000.00", ["currency"] = "RUB" }],
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["amount"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Pattern = @"^-?\d{1,15}(\.\d{1,6})?$",
                        Description = "Decimal string.",
                    },
                    ["currency"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Pattern = "^[A-Z]{3}$",
                        Description = "ISO 4217.",
                    },
                },
            }
        );
        o.MapType<JsonElement>(() =>
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "A check: its name, and its parameters beside it, as GET /checks lists them.",
                Required = new HashSet<string>(StringComparer.Ordinal) { "check" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["check"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
                AdditionalProperties = new OpenApiSchema { Description = "A parameter of the check." },
            }
        );
        o.MapType<FieldInput>(() =>
            new OpenApiSchema
            {
                Description =
                    "By the type of the field: text, a number, money, YYYY-MM-DD, the code of a choice, true or false, an id; null clears.",
            }
        );
        // A plain string everywhere (IdJson); bodies and answers use plain UUIDs except for values that they take from
        // the domain.
        o.MapType<UserId>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });
        o.MapType<JsonNode>(() => new OpenApiSchema { Description = "Any JSON value." });
        o.MapType<decimal>(() =>
            new OpenApiSchema { Type = JsonSchemaType.Number, Description = "At most 6 decimals." }
        );
        o.MapType<DateOnly>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" });
        o.OperationFilter<ContractOperations>();
        o.OperationFilter<ContractExamples>();
        o.SchemaFilter<ContractBodies>();
        o.SchemaFilter<ContractNulls>();
        o.SchemaFilter<MemberDescriptions>();
        o.SchemaFilter<ContractSamples>();
        o.DocumentFilter<ContractTags>();
    }

    /// <summary>XML comments without their line breaks, which have no meaning for readers of the contract.</summary>
    private static XPathDocument Comments(string path)
    {
        var comments = XDocument.Load(path);
        foreach (var text in comments.DescendantNodes().OfType<XText>())
            text.Value = LineBreak().Replace(text.Value, " ");
        return new XPathDocument(comments.CreateReader());
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, 1000)]
    private static partial Regex LineBreak();

    private static string Name(Type type) =>
        type.IsGenericType ? string.Concat(type.GetGenericArguments().Select(Name)) + type.Name.Split('`')[0]
        : type.Name.EndsWith("Answer", StringComparison.Ordinal) ? type.Name[..^"Answer".Length]
        : type.Name;
}
