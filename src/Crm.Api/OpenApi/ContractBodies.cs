using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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
        body.AdditionalPropertiesAllowed = body.AdditionalProperties is not null || !IsGiven(context.Type);
        if (!IsGiven(context.Type) || body.Required is null)
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
                    .SelectMany(x => Consists(x.PropertyType))
                    .Where(x => x.Namespace?.StartsWith("Crm.", StringComparison.Ordinal) == true && found.Add(x))
            )
                open.Enqueue(part);
        return found;
    }

    /// <summary>The type and, of lists, maps and nullables, what they consist of.</summary>
    private static IEnumerable<Type> Consists(Type type) =>
        (type.GetElementType() is { } item ? [item] : type.GenericTypeArguments).SelectMany(Consists).Append(type);

    /// <summary>A body, or a part of one.</summary>
    public static bool IsGiven(Type type) => IsBody(type) || Closed.Contains(type);

    private static bool IsBody(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal);
}

/// <summary>
/// An answer has all its members, except those that are absent without a right; only members that can be null are nullable.
/// </summary>
internal sealed class ContractMembers : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } found)
            return;
        foreach (var member in context.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            if (!found.Properties.TryGetValue(name, out var one))
                continue;
            if (IsSometimesAbsent(member))
                found.Required?.Remove(name);
            else if (!ContractBodies.IsGiven(context.Type))
                (found.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
            if (
                one is not OpenApiSchemaReference
                || IsSometimesAbsent(member) && !member.IsDefined(typeof(CostAttribute))
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

    private static bool IsSometimesAbsent(PropertyInfo member) =>
        member.IsDefined(typeof(CostAttribute))
        || member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull;
}

/// <summary>Money has one schema, which all amounts refer to.</summary>
internal sealed class ContractMoney : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema money || context.Type != typeof(Money))
            return;
        money.Type = JsonSchemaType.Object;
        money.Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" };
        money.Description = "An exact amount in one currency.";
        money.Examples = [new JsonObject { ["amount"] = "1250000.00", ["currency"] = "RUB" }];
        money.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["amount"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Pattern = @"^-?\d{1,15}(\.\d{1,6})?$",
                Description = "Amount as a decimal string with up to 6 decimals; a point separates them.",
            },
            ["currency"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Pattern = "^[A-Z]{3}$",
                Description = "Currency, ISO 4217.",
            },
        };
    }
}
