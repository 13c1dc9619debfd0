using Crm.Api.DealKinds;
using Crm.Domain.CustomFields;
using Wolverine;

namespace Crm.Api.CustomFields;

/// <summary>Changes a custom field; a merge patch: an omitted member stays. Code, owner and type never change.</summary>
/// <param name="Title">Name of the field in both languages.</param>
/// <param name="Choices">
/// Values to add to a choice field. Existing ones are never removed, because stored values may refer to them.
/// </param>
/// <param name="Archived"><c>true</c> stops the field from accepting values; <c>false</c> takes it back into use.</param>
public sealed record EditCustomFieldBody(
    FieldTitle? Title = null,
    IReadOnlyList<ChoiceBody>? Choices = null,
    bool? Archived = null
);

/// <summary>PATCH /custom-fields/{fieldId}.</summary>
public static class EditCustomFieldEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/custom-fields/{fieldId:guid}", Patch)
            .Operation(
                new("updateCustomField")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = "Edit a custom field",
                    Description =
                        "Changes titles, adds choices, archives a field or takes it back into use. Requires "
                        + "If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "custom_field.not_found",
                        "custom_field.in_use",
                    ],
                }
            )
            .TakesPatch(new EditCustomFieldBody(Choices: [new("post", new("Почта", "Post"))]))
            .Answers<CustomFieldAnswer>();

    private static async Task<IResult> Patch(Guid fieldId, HttpContext http, IMessageBus bus, KindsInUse kinds)
    {
        var (body, given) = await Body.ReadPatch<EditCustomFieldBody>(http);
        var change = new ChangeCustomField(
            body.Title?.Checked("/title"),
            ChoiceBody.Checked(body.Choices),
            body.Archived
        );
        var used = body.Archived == true ? await kinds.Now(http.RequestAborted) : [];
        return await bus.Answer(
            http,
            new ExecuteCustomFieldCommand(
                fieldId,
                (field, context) => change.Decide(field.State, context, used),
                http.CommandRequest(new { body, given = given.Order() })
            )
        );
    }
}
