using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;
using Wolverine;

namespace Crm.Api.CustomFields;

/// <summary>A field that the company adds to deals, clients or lines.</summary>
/// <param name="Owner">deal, client or line.</param>
/// <param name="Code">Kebab-case, unique among the fields of its owner; never changes.</param>
/// <param name="Type">text, number, money, date, choice, yes-no or reference; never changes.</param>
/// <param name="Choices">Of a choice, at least one.</param>
/// <param name="Target">Of a reference: client, user, product or deal.</param>
/// <param name="Decimals">Of a number, 0 to 6; 6 when absent.</param>
public sealed record DefineCustomFieldBody(
    FieldOwner Owner,
    string Code,
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
                new("defineCustomField")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = "Define a custom field",
                    Description = "Adds a field to deals, clients or lines. Code, owner and type never change.",
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
