using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Request bodies are closed, because an unknown member is 422, and require only members without a default. Answers are
/// open: members may be added.
/// </summary>
internal sealed class ContractBodies : ISchemaFilter
{
    private static readonly HashSet<Type> Closed = Parts(typeof(ContractBodies).Assembly.GetTypes().Where(IsBody));

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Type: JsonSchemaType.Object } body)
            return;
        body.AdditionalPropertiesAllowed =
            body.AdditionalProperties is not null || !(IsBody(context.Type) || Closed.Contains(context.Type));
        if (!(IsBody(context.Type) || Closed.Contains(context.Type)) || body.Required is null)
            return;
        foreach (
            var member in context
                .Type.GetConstructors()
                .SelectMany(x => x.GetParameters())
                .Where(x => x.HasDefaultValue)
        )
            body.Required.Remove(char.ToLowerInvariant(member.Name![0]) + member.Name[1..]);
    }

    /// <summary>The types of ours that bodies consist of, at every depth.</summary>
    private static HashSet<Type> Parts(IEnumerable<Type> bodies)
    {
        HashSet<Type> found = [];
        Queue<Type> open = new(bodies);
        while (open.TryDequeue(out var type))
            foreach (
                var part in type.GetProperties()
                    .Select(x => x.PropertyType)
                    .SelectMany(x => x.GenericTypeArguments.Append(x))
                    .Where(x => x.Namespace?.StartsWith("Crm.", StringComparison.Ordinal) == true && found.Add(x))
            )
                open.Enqueue(part);
        return found;
    }

    private static bool IsBody(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);
}

/// <summary>Marks nullable members that refer to another schema, and makes members with costs optional.</summary>
internal sealed class ContractNulls : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } found)
            return;
        foreach (var member in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            if (member.IsDefined(typeof(CostAttribute)))
                found.Required?.Remove(name);
            if (
                !found.Properties.TryGetValue(name, out var one)
                || one is not OpenApiSchemaReference
                || new NullabilityInfoContext().Create(member).ReadState != NullabilityState.Nullable
            )
                continue;
            found.Properties[name] = new OpenApiSchema
            {
                OneOf = [one, new OpenApiSchema { Type = JsonSchemaType.Null }],
                Description = one.Description,
            };
        }
    }
}
