using Crm.Api.DealKinds;
using Crm.Domain.CustomFields;
using Wolverine;

namespace Crm.Api.CustomFields;

/// <summary>A merge patch of a custom field: absent keeps; code, owner and type never change.</summary>
/// <param name="Choices">Choices to add; none is ever taken away, for values may have it.</param>
/// <param name="Archived">true: takes no values any more; false: takes them again.</param>
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
                new("editCustomField")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = "Edit a custom field",
                    Description =
                        "Changes its titles, adds choices, archives it or takes it back into use. Needs If-Match.",
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
            .Takes(
                new EditCustomFieldBody(Choices: [new("post", new("Почта", "Post"))]),
                "application/merge-patch+json"
            )
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
