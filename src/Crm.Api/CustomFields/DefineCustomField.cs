using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;
using Wolverine;

namespace Crm.Api.CustomFields;

/// <summary>Defines a custom field (дополнительный реквизит) for deals, clients or document lines.</summary>
/// <param name="Owner">What carries the field: <c>deal</c>, <c>client</c> or <c>line</c>.</param>
/// <param name="Code">Stable code in kebab-case, unique among the fields of the owner; cannot be changed later.</param>
/// <param name="Type">Type of the values; cannot be changed later.</param>
/// <param name="Title">Name of the field in both languages.</param>
/// <param name="Choices">Allowed values of a choice field, at least one; not allowed for other types.</param>
/// <param name="Target">
/// What a reference field refers to: <c>client</c>, <c>user</c>, <c>product</c> or <c>deal</c>; not allowed for other types.
/// </param>
/// <param name="Decimals">Number of decimals of a number field, 0 to 6; 6 when omitted.</param>
public sealed record DefineCustomFieldBody(
    FieldOwner Owner,
    [property: Identifier] string Code,
    FieldType Type,
    FieldTitle Title,
    IReadOnlyList<ChoiceBody>? Choices = null,
    FieldTarget? Target = null,
    int? Decimals = null
);

/// <summary>POST /custom-fields.</summary>
public static class DefineCustomFieldEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/custom-fields", Post)
            .Operation(
                new("createCustomField")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = "Define a custom field",
                    Description =
                        "Defines a custom field (дополнительный реквизит) for deals, clients or document lines. "
                        + "Code, owner and type never change.",
                    Refusals = ["validation.failed", "custom_field.taken"],
                }
            )
            .Takes(
                new DefineCustomFieldBody(
                    FieldOwner.Deal,
                    "delivery-way",
                    FieldType.Choice,
                    new("Способ доставки", "Way of delivery"),
                    [new("courier", new("Курьер", "Courier")), new("pickup", new("Самовывоз", "Pick-up"))]
                )
            )
            .Answers<CustomFieldAnswer>(201)
            .Answers<CustomFieldAnswer>();

    private static async Task<IResult> Post(
        HttpContext http,
        IMessageBus bus,
        ProblemRenderer problems,
        TimeProvider clock
    )
    {
        var body = await Body.Read<DefineCustomFieldBody>(http);
        var field = new CustomField(
            body.Owner,
            TextValidation.Required(body.Code, "/code", TextValidation.Short),
            body.Type,
            body.Title.Checked("/title"),
            ChoiceBody.Checked(body.Choices),
            body.Target,
            body.Decimals,
            false
        );
        if (field.Faults().ToArray() is { Length: > 0 } faults)
            return problems.Answer(http, Rejection.Invalid(faults));
        var id = CustomFieldDocument.StreamOf(field.Owner, field.Code);
        return await bus.Answer(
            http,
            new DefineCustomFieldCommand(
                id,
                [new CustomFieldDefined(field) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
        );
    }
}
