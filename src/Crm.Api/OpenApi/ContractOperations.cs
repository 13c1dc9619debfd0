using System.Globalization;
using Crm.Api.Attachments;
using Crm.Api.BankStatements;
using Crm.Api.Csv;
using Crm.Api.Settings;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>Adds to every operation its parameters, its headers and every answer that it can give.</summary>
internal sealed partial class ContractOperations : IOperationFilter
{
    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["200"] = "The present state.",
        ["201"] = "Created.",
        ["202"] = "Accepted; the Location header gives the address of the operation.",
        ["304"] = "If-None-Match has the ETag of the present answer; there is no body.",
        ["400"] = "Malformed request or unknown parameter.",
        ["401"] = "Credentials are missing or invalid.",
        ["403"] = "The caller lacks a permission.",
        ["404"] = "The resource does not exist, or the caller may not see it.",
        ["406"] = "No available representation matches Accept.",
        ["408"] = "The body was not received in time.",
        ["409"] = "A business rule or a conflict prevents it.",
        ["410"] = "The resource no longer exists.",
        ["412"] = "If-Match does not match the present version.",
        ["413"] = "The body is too large.",
        ["414"] = "The address is too long.",
        ["415"] = "The Content-Type is not supported.",
        ["422"] = "The body, a parameter or a header does not pass validation.",
        ["428"] = "If-Match is required.",
        ["429"] = "Too many requests with this credential, or too many failed sign-ins from this IP address.",
        ["431"] = "The headers are too large.",
        ["503"] = "Temporarily busy, or a read model is behind; retry.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var method = context.ApiDescription.HttpMethod!;
        if (
            context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<Operation>().FirstOrDefault()
            is not { } stated
        )
            return;
        Titles(operation, context.ApiDescription.ActionDescriptor.EndpointMetadata);
        if (
            context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<CapabilityNeeded>().FirstOrDefault() is
            { } needed
        )
            operation.Description += $" Requires the capability {needed.Code}.";
        var isHeavy = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<HeavyRead>().Any();
        string[] refusals = isHeavy ? [.. stated.Refusals, HeavyRead.Refusal] : [.. stated.Refusals];
        if (refusals.Length > 0)
            operation.Description +=
                "\n\nProblems of its own: "
                + string.Join(", ", refusals.Order(StringComparer.Ordinal).Select(x => $"`{x}`"))
                + ".";
        operation.Parameters ??= [];
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FileForm>().Any())
            operation.RequestBody = Form();
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<PictureBody>().Any())
            operation.RequestBody = Picture();
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FileBody>().FirstOrDefault() is { } file)
            operation.RequestBody = Bare(file);
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<CsvBody>().FirstOrDefault() is { } csv)
            operation.RequestBody = Separated(csv);
        Path(operation, context.ApiDescription.RelativePath!);
        foreach (
            var param in operation.Parameters.OfType<OpenApiParameter>().Where(x => x.In == ParameterLocation.Path)
        )
            param.Description ??= Meaning(param.Name!);
        foreach (var param in stated.Query)
            operation.Parameters.Add(Query(param, context));
        Headers(operation, method, stated);
        if (method == "GET")
            operation.Responses!["304"] = new OpenApiResponse();
        foreach (var status in Statuses(method, stated, operation.RequestBody is not null))
            Problem(operation, context, status);
        foreach (var (status, answer) in operation.Responses!)
            if (answer is OpenApiResponse found)
                Describe(found, status, method, context.ApiDescription.ActionDescriptor.EndpointMetadata);
    }

    /// <summary>Takes the texts of the route instead of the comment of its handler.</summary>
    private static void Titles(OpenApiOperation operation, IList<object> metadata)
    {
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().Last().Summary;
        operation.Description = metadata.OfType<IEndpointDescriptionMetadata>().Last().Description;
    }

    private static string Meaning(string route) =>
        route switch
        {
            "code" => "Code of the deal kind.",
            "version" => "Number of the version.",
            "name" => "Name of the report, as listProjections returns it.",
            _ when route.EndsWith("Id", StringComparison.Ordinal) => $"Id of the {NameHumanizer.Of(route[..^2])}.",
            _ => throw new InvalidOperationException($"no description of the path parameter {route}"),
        };

    /// <summary>Route values that an endpoint reads from the route itself.</summary>
    private static void Path(OpenApiOperation operation, string path)
    {
        foreach (
            var name in path.Split('{')
                .Skip(1)
                .Select(x => x.Split('}', ':')[0])
                .Where(x => operation.Parameters!.All(p => p.Name != x))
        )
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                }
            );
    }

    private static OpenApiParameter Query(Param param, OperationFilterContext context) =>
        new()
        {
            Name = param.Name,
            In = ParameterLocation.Query,
            Required = param.IsRequired,
            // Not as an example of the parameter: "Try it out" would send it as a filter that finds nothing.
            Description = param.Example is null
                ? param.Description
                : $"{param.Description} Example: `{param.Example}`.",
            // An array in a query is repeated unless stated otherwise (style form, explode).
            Schema =
                param.IsRepeatable || param.IsList
                    ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Typed(param, context) }
                    : Typed(param, context),
        };

    private static IOpenApiSchema Typed(Param param, OperationFilterContext context) =>
        param.Values is { } values
            ? ContractCodes.Of(values, context.SchemaGenerator, context.SchemaRepository)
            : Typed(param);

    private static OpenApiSchema Typed(Param param) =>
        param.Type switch
        {
            "integer" => new OpenApiSchema { Type = JsonSchemaType.Integer },
            "boolean" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            "decimal" => new OpenApiSchema { Type = JsonSchemaType.Number },
            "date" or "date-time" => new OpenApiSchema { Type = JsonSchemaType.String, Format = param.Type },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static void Headers(OpenApiOperation operation, string method, Operation stated)
    {
        void Header(string name, string description, bool required = false) =>
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Header,
                    Description = description,
                    Required = required,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        if (method is "POST" or "PATCH")
            Header(
                "Idempotency-Key",
                "Key of 1 to 255 printable ASCII characters. A request repeated with the same key within 7 days takes effect once "
                    + "and returns the same answer.",
                stated.RequiresKey
            );
        if (method is "POST" or "PATCH" or "PUT" or "DELETE")
            Header("If-Match", "ETag of the last read; only its version (`n`) is compared.", stated.RequiresMatch);
        if (method == "GET")
            Header("If-None-Match", "ETag of the last read; 304 when the answer would be the same.");
        if (method == "GET")
            Header("Crm-Min-Position", "Position that the answer must include; the server waits for it up to 2 s.");
        Header("Accept-Language", "Language of texts in the answer: ru or en.");
    }

    private static IEnumerable<int> Statuses(string method, Operation stated, bool body)
    {
        var known = stated.Refusals.Select(x => ProblemCatalogue.Of(x).Status).Where(x => x > 0).ToHashSet();
        known.UnionWith([400, 401, 403, 406, 414, 422, 429, 431, 503]);
        if (method != "GET")
            known.Add(409);
        if (method is "POST" or "PATCH" or "PUT" or "DELETE")
            known.Add(412);
        if (stated.RequiresMatch)
            known.Add(428);
        if (body)
            known.UnionWith([408, 413, 415]);
        return known.Order();
    }

    private static void Problem(OpenApiOperation operation, OperationFilterContext context, int status)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
        {
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [ProblemRenderer.MediaType] = new OpenApiMediaType { Schema = schema },
            },
        };
    }

    private static void Describe(OpenApiResponse answer, string status, string method, IList<object> metadata)
    {
        answer.Description = Answers.GetValueOrDefault(status, "See the problem document.");
        answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
        void Header(string name, string description) =>
            answer.Headers[name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        var isReport = metadata.OfType<Reports.ReportRead>().Any();
        if (status is "200" or "201" or "202" or "304" && (method != "GET" || isReport))
            Header("Crm-Position", "Position of the last event that the answer includes.");
        if (isReport && status is "200" or "304")
            Header(
                Reports.Freshness.LagHeader,
                "Seconds by which the report is behind, when they are more than 30 (an operator may set another number)."
            );
        if (method == "GET" && status is "200" or "304")
            Header(
                "ETag",
                "Tag for `If-None-Match`: `n-h` with the version n for what can be edited, the hash of a file, and weak (`W/`) for all "
                    + "other answers, lists and reports included. A list as a CSV file has none."
            );
        else if (status is "200" or "201")
            Header(
                "ETag",
                "Version tag `n-h`: n is the version of the resource, h a hash over values from other resources."
            );
        if (status == "200" && metadata.OfType<Paging.PagedAnswer>().Any())
            Header("Link", "The next page, `rel=\"next\"`; absent on the last one.");
        if (status is "201" or "202")
            Header("Location", "Address of the created resource or operation.");
        if (status is "503" or "409" or "429")
            Header("Retry-After", "Seconds after which to retry, where a retry can succeed.");
        if (status is "200" or "201" or "202" or "429")
        {
            Header(
                "RateLimit-Policy",
                "When requests are limited: the policy with its tokens (q) and its period in seconds (w)."
            );
            Header("RateLimit", "When requests are limited: tokens left (r) and seconds until the bucket is full (t).");
        }

        if (method != "GET" && status is "200" or "201" or "409")
            Header(
                "Idempotency-Replayed",
                "`true` when this is the stored answer of an earlier request with the same key."
            );
    }
}
