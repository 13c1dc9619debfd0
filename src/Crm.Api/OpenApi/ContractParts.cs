using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Parameters, headers and answers that several operations have alike are written once and referred to: clients generate one type for
/// each, and the document stays small.
/// </summary>
internal sealed class ContractParts : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var document = swaggerDoc;
        var components = document.Components ??= new();
        var operations = document.Paths.SelectMany(path => path.Value.Operations!.Values).ToArray();

        var headers = new Shared<IOpenApiHeader>(
            components.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal),
            id => new OpenApiHeaderReference(id, document)
        );
        foreach (var answer in operations.SelectMany(one => one.Responses!.Values).OfType<OpenApiResponse>())
        foreach (var (name, header) in (answer.Headers ?? new Dictionary<string, IOpenApiHeader>()).ToArray())
            answer.Headers![name] = headers.Refer(name.Replace("-", "", StringComparison.Ordinal), header);

        var answers = new Shared<IOpenApiResponse>(
            components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
            id => new OpenApiResponseReference(id, document)
        );
        foreach (var operation in operations)
        foreach (var (status, answer) in operation.Responses!.Where(one => one.Key[0] is '3' or '4' or '5').ToArray())
            operation.Responses![status] = answers.Refer(status[0] == '3' ? "NotModified" : "Problem" + status, answer);

        var parameters = new Shared<IOpenApiParameter>(
            components.Parameters ??= new Dictionary<string, IOpenApiParameter>(StringComparer.Ordinal),
            id => new OpenApiParameterReference(id, document)
        );
        var used = operations
            .SelectMany(one => one.Parameters ?? [])
            .CountBy(Shared<IOpenApiParameter>.Text)
            .ToDictionary();
        foreach (var operation in operations.Where(one => one.Parameters is not null))
            for (var i = 0; i < operation.Parameters!.Count; i++)
                if (used[Shared<IOpenApiParameter>.Text(operation.Parameters[i])] > 1)
                    operation.Parameters[i] = parameters.Refer(Id(operation.Parameters[i]), operation.Parameters[i]);
    }

    /// <summary>Names of components are those of generated types: <c>expectedAmount.gte</c> is <c>ExpectedAmountGte</c>.</summary>
    private static string Id(IOpenApiParameter parameter) =>
        string.Concat(
            parameter
                .Name!.Split('.', '-')
                .Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..])
        );

    /// <summary>The shared components of one sort: what reads alike has one name.</summary>
    private sealed class Shared<T>(IDictionary<string, T> known, Func<string, T> refer)
        where T : IOpenApiSerializable
    {
        private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

        public T Refer(string name, T part)
        {
            var text = Text(part);
            if (!names.TryGetValue(text, out var id))
            {
                id = name;
                for (var i = 2; known.ContainsKey(id); i++)
                    id = FormattableString.Invariant($"{name}{i}");
                names[text] = id;
                known[id] = part;
            }

            return refer(id);
        }

        public static string Text(T part)
        {
            using var text = new StringWriter();
            part.SerializeAsV31(new OpenApiJsonWriter(text));
            return text.ToString();
        }
    }
}
