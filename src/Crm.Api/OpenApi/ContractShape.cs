using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using Crm.Api.CustomFields;
using Crm.Api.Paging;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Generation of the OpenAPI document: descriptions come from the records and operations, conventions that apply to all are here.
/// </summary>
internal static partial class ContractShape
{
    /// <summary>Description of decimals that have none of their own.</summary>
    internal const string AnyNumber = "At most 6 decimals.";

    private const string Conventions = """
        An event-sourced CRM for sales teams: deals (сделки), commercial proposals (коммерческие предложения), orders, invoices (счета на
        оплату), shipments, payments and reports. Every refusal names the unmet conditions, the expected and the found values, and the calls
        that would satisfy them.

        - **Authentication**: an API key or a JWT as a bearer token, see *Authorize*. In Development the host prints a key and stores it
          in the file `dev-key` of `.crm`.
        - **Refusals** are problem documents (RFC 9457) with a stable `code`; every operation names those of its own.
          `blockers[].fix` names the operation that satisfies a condition, with its path. Only requests that are not valid HTTP (a request
          line or header that does not parse, a `%00` in the path, a request line or headers of twice the allowed size) get a bare status
          (400, 414, 431) and a closed connection.
        - **Retries**: repeat a write with the same `Idempotency-Key` and it takes effect once and returns the same answer. The key is
          required where money or goods move.
        - **Concurrent edits**: send the `ETag` of the last read as `If-Match`. Edits require it; commands accept it.
        - **Past states**: `asOf` selects events by business time (`happenedAt`), `knownAt` by recording time (`recordedAt`). In reports
          `knownAt` applies to exchange rates only; all events that are known now count.
        - **Times and dates**: times are RFC 3339 date-times; business dates (YYYY-MM-DD) are days in the company's time zone.
        - **HEAD** is answered wherever GET is.
        - **Lists** return `nextCursor`; send it as `cursor` with the same filters to get the next page. A parameter that takes several
          values separates them by commas; a value with a comma or a double quote is put in double quotes, each quote in it doubled.
          A parameter that is an array may be repeated instead.
        - **Consistent reads**: send the `Crm-Position` of a write as `Crm-Min-Position` with a report to have that write included.
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
        // HEAD is answered wherever GET is, and says nothing of its own.
        o.DocInclusionPredicate((_, operation) => !HttpMethods.IsHead(operation.HttpMethod!));
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
        o.MapType<JsonElement>(() =>
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "A check with its parameters, as GET /checks lists them.",
                Required = new HashSet<string>(StringComparer.Ordinal) { "check" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["check"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Code of the check." },
                },
                AdditionalProperties = new OpenApiSchema { Description = "A parameter of the check." },
            }
        );
        o.MapType<FieldInput>(() =>
            new OpenApiSchema
            {
                Description =
                    "Value by the type of the field: text, number, money, date (YYYY-MM-DD), code of a choice, boolean, or id; "
                    + "null clears it.",
            }
        );
        // IdJson writes ids as plain UUIDs; only domain records that are part of a body or an answer use the type.
        o.MapType<UserId>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });
        // CurrencyJson writes the code alone.
        o.MapType<Currency>(() => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$" });
        o.MapType<JsonNode>(() => new OpenApiSchema { Description = "Any JSON value." });
        o.MapType<decimal>(() => new OpenApiSchema { Type = JsonSchemaType.Number, Description = AnyNumber });
        o.MapType<DateOnly>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" });
        // Contents of files are bytes, never JSON.
        o.MapType<byte[]>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
        o.OperationFilter<ContractOperations>();
        o.OperationFilter<ContractExamples>();
        o.SchemaFilter<ContractMoney>();
        o.SchemaFilter<ContractBodies>();
        o.SchemaFilter<ContractCodes>();
        o.SchemaFilter<ContractMembers>();
        o.SchemaFilter<MemberDescriptions>();
        o.SchemaFilter<ContractSamples>();
        o.DocumentFilter<ContractTags>();
        o.DocumentFilter<ContractParts>();
    }

    /// <summary>The comments without the line breaks of the source, which mean nothing in the contract.</summary>
    private static XPathDocument Comments(string path)
    {
        var comments = XDocument.Load(path);
        foreach (var text in comments.DescendantNodes().OfType<XText>())
            text.Value = LineBreak().Replace(text.Value, " ");
        return new XPathDocument(comments.CreateReader());
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, 1000)]
    private static partial Regex LineBreak();

    /// <summary>Name of a type's schema.</summary>
    internal static string Name(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listed<>)
            ? Name(type.GetGenericArguments()[0]) + "Page"
        : type.IsGenericType ? string.Concat(type.GetGenericArguments().Select(Name)) + type.Name.Split('`')[0]
        : type.Name.EndsWith("Answer", StringComparison.Ordinal) ? type.Name[..^"Answer".Length]
        : type.Name;
}
