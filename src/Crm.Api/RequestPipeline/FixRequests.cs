using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Crm.Api.Bodies;
using Crm.Api.ReferenceData;
using Crm.Domain.CustomFields;
using Microsoft.AspNetCore.Http.Metadata;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Makes the complete next request of a fix: what is known comes from the fix, what is required and what types the members have from
/// the operation's own body, so that neither can differ from what the operation takes.
/// </summary>
public sealed class FixRequests(OperationRoutes routes, CustomFieldRegistry customFields)
{
    private const string CustomFields = "customFields";

    /// <summary>Members whose text is a code of a list.</summary>
    private static readonly string[] Codes = ["source", "lostReason", "stage", "priceList", "currency"];

    public ProblemFix Of(Fix fix)
    {
        var call = FixCall.For(fix);
        var endpoint = routes.Find(call.OperationId)!;
        var operation = endpoint.Metadata.GetMetadata<Operation>()!;
        var accepts = endpoint.Metadata.GetMetadata<IAcceptsMetadata>();
        var isForm = endpoint.Metadata.GetMetadata<ITakesFile>() is not null;
        List<FixFill> fill = [];
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        if (operation.RequiresMatch)
            headers["If-Match"] = "*";
        if (operation.RequiresKey)
        {
            headers["Idempotency-Key"] = "";
            fill.Add(new("/headers/Idempotency-Key", FixFillType.IdempotencyKey, []));
        }

        if (isForm)
            fill.AddRange(OfForm(call));
        else if (accepts?.RequestType is { } type)
            fill.AddRange(OfBody(call, type));
        return new ProblemFix(
            call.OperationId,
            endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0],
            Href(call, endpoint),
            isForm ? "multipart/form-data" : accepts?.ContentTypes[0],
            headers,
            isForm || accepts is not null ? call.Body : null,
            fill
        );
    }

    private static string Href(FixCall call, RouteEndpoint endpoint)
    {
        var values = call.Route.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        var path = OperationRoutes.Path(endpoint, name => Uri.EscapeDataString(values[name]));
        return call.Query.Length == 0 ? path : $"{path}?{call.Query}";
    }

    private static IEnumerable<FixFill> OfForm(FixCall call) =>
        [
            new(
                "/body/file",
                FixFillType.File,
                call.Asked.Where(one => one.Pointer == "file").SelectMany(one => one.Options).ToArray()
            ),
            .. call
                .Asked.Where(one => one.Pointer != "file")
                .Select(one => new FixFill("/body/" + one.Pointer, FixFillType.Text, one.Options)),
        ];

    private FixFill[] OfBody(FixCall call, Type type) =>
        Missing(call.Body, type, "")
            .Where(pointer => !call.Asked.Exists(one => IsIn(one.Pointer, pointer)))
            .Select(pointer => (Pointer: pointer, Options: (string[])[]))
            .Concat(
                call.Asked.SelectMany(one => Leaves(type, one.Pointer).Select(leaf => (Pointer: leaf, one.Options)))
            )
            .Select(one =>
            {
                MakeRoom(call.Body, one.Pointer);
                var (sort, options) = SortOf(call, type, one.Pointer);
                return new FixFill("/body/" + one.Pointer, sort, one.Options.Length > 0 ? one.Options : options);
            })
            .ToArray();

    /// <summary>The required members of what is asked for, or itself when it is a plain value.</summary>
    private static IEnumerable<string> Leaves(Type type, string pointer)
    {
        if (pointer.StartsWith(CustomFields, StringComparison.Ordinal))
            return [pointer];
        var end = pointer.LastIndexOf('/') + 1;
        return Missing(null, TypeAt(type, pointer), pointer[..end], pointer[end..]);
    }

    private static Type TypeAt(Type type, string pointer) =>
        pointer
            .Split('/')
            .Aggregate(
                type,
                (at, step) =>
                    BodyShape.Of(at) is { Info: { Kind: not JsonTypeInfoKind.Object, ElementType: { } element } }
                        ? element
                        : BodyShape.Of(at).Members[step].Type
            );

    private static bool IsIn(string pointer, string whole) =>
        pointer == whole || pointer.StartsWith(whole + "/", StringComparison.Ordinal);

    /// <summary>
    /// The required members without a value, as pointers; those of a list are the members of its first element. Of an object that
    /// requires none of its members, such as a title in both languages, all are.
    /// </summary>
    private static IEnumerable<string> Missing(JsonNode? known, Type type, string at)
    {
        foreach (var member in BodyShape.Of(type).Required)
        {
            var given = (known as JsonObject)?[member.Name];
            if (given is null or JsonObject)
                foreach (var pointer in Missing(given, member.Type, at, member.Name))
                    yield return pointer;
        }
    }

    private static IEnumerable<string> Missing(JsonNode? given, Type type, string at, string name)
    {
        var shape = BodyShape.Of(type);
        return shape.Info switch
        {
            { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
                when BodyShape.Of(element).Required.Length > 0 => Missing(null, element, $"{at}{name}/0/"),
            { Kind: JsonTypeInfoKind.Enumerable } => [$"{at}{name}/0"],
            { Kind: JsonTypeInfoKind.Object } when given is null && shape.Required.IsEmpty =>
            [
                .. shape.Members.Keys.Order(StringComparer.Ordinal).Select(member => $"{at}{name}/{member}"),
            ],
            { Kind: JsonTypeInfoKind.Object } when type != typeof(Money) => Missing(given, type, $"{at}{name}/"),
            _ => given is null ? [$"{at}{name}"] : [],
        };
    }

    /// <summary>The objects and lists that a pointer goes through, so that the value can be put in its place.</summary>
    private static void MakeRoom(JsonNode body, string pointer)
    {
        var steps = pointer.Split('/');
        var at = body;
        for (var i = 0; i < steps.Length - 1; i++)
        {
            JsonNode Room() => steps[i + 1] == "0" ? new JsonArray() : new JsonObject();
            if (at is JsonArray list)
            {
                var index = int.Parse(steps[i], CultureInfo.InvariantCulture);
                if (index == list.Count)
                    list.Add(Room());
                at = list[index]!;
            }
            else
                at = at[steps[i]] ??= Room();
        }
    }

    private (FixFillType Sort, string[] Options) SortOf(FixCall call, Type type, string pointer)
    {
        var steps = pointer.Split('/');
        if (steps is [CustomFields, var code])
            return OfCustomField(call.OperationId == "updateClient" ? FieldOwner.Client : FieldOwner.Deal, code);
        type = TypeAt(type, pointer);
        type = Nullable.GetUnderlyingType(type) ?? type;
        return (
            type switch
            {
                _ when type.IsEnum || Codes.Contains(steps[^1]) => FixFillType.Code,
                _ when steps[^1] == "taxId" => FixFillType.TaxId,
                _ when type == typeof(decimal) => FixFillType.Number,
                _ when type == typeof(int) || type == typeof(long) => FixFillType.Integer,
                _ when type == typeof(bool) => FixFillType.Boolean,
                _ when type == typeof(DateOnly) => FixFillType.Date,
                _ when type == typeof(DateTimeOffset) => FixFillType.DateTime,
                _ when type == typeof(Money) => FixFillType.Money,
                _ when type == typeof(Guid) => steps[^1] switch
                {
                    "clientId" => FixFillType.ClientId,
                    "userId" or "managerId" => FixFillType.UserId,
                    "productId" => FixFillType.ProductId,
                    "dealId" => FixFillType.DealId,
                    _ => FixFillType.Id,
                },
                _ => FixFillType.Text,
            },
            type.IsEnum
                ?
                [
                    .. Enum.GetValuesAsUnderlyingType(type)
                        .Cast<object>()
                        .Select(one => NameOf(Enum.ToObject(type, one))),
                ]
                : []
        );
    }

    private static string NameOf(object value) =>
        JsonSerializer.SerializeToElement(value, value.GetType(), Wire.Json).GetString()!;

    private (FixFillType, string[]) OfCustomField(FieldOwner owner, string code) =>
        customFields.Known(owner, code) is { } field
            ? (
                field.Type switch
                {
                    FieldType.Number => FixFillType.Number,
                    FieldType.Money => FixFillType.Money,
                    FieldType.Date => FixFillType.Date,
                    FieldType.YesNo => FixFillType.Boolean,
                    FieldType.Reference => field.Target switch
                    {
                        FieldTarget.Client => FixFillType.ClientId,
                        FieldTarget.User => FixFillType.UserId,
                        FieldTarget.Product => FixFillType.ProductId,
                        FieldTarget.Deal => FixFillType.DealId,
                        _ => FixFillType.Id,
                    },
                    FieldType.Choice => FixFillType.Code,
                    _ => FixFillType.Text,
                },
                [.. field.Choices.Select(choice => choice.Code)]
            )
            : (FixFillType.Text, []);
}
