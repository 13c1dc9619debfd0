using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>GET /custom-fields, /custom-fields/{fieldId} and its history.</summary>
public static class ReadCustomFieldsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/custom-fields", List)
            .Operation(
                new("listCustomFields")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Settings",
                    Summary = "List custom fields",
                    Description = "All custom fields, archived ones included, ordered by owner and code.",
                    Query =
                    [
                        .. Param.Page,
                        Param.One("owner", ValueSet.Of<FieldOwner>(), "Only fields of this owner.", "deal"),
                    ],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<CustomFieldAnswer>();
        routes
            .MapGet("/custom-fields/{fieldId:guid}", Get)
            .Operation(
                new("getCustomField")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Settings",
                    Summary = "Read a custom field",
                    Description = "A custom field, in its present state or as of a past time.",
                    Query = [Param.AsOf],
                    Refusals = ["custom_field.not_found"],
                }
            )
            .Answers<CustomFieldAnswer>();
        routes
            .MapGet(
                "/custom-fields/{fieldId:guid}/history",
                (Guid fieldId, HttpContext http, ResourceHistory history) =>
                    history.Page(
                        http,
                        fieldId,
                        (CustomFieldDocument?)null,
                        Fold(fieldId),
                        x => x is null ? null : CustomFieldAnswer.Of(x),
                        "custom_field.not_found"
                    )
            )
            .Operation(
                new("listCustomFieldHistory")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Settings",
                    Summary = "Read the history of a custom field",
                    Description = "Every change in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["custom_field.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> List(HttpContext http, CustomFieldRegistry book, CursorSeal cursors)
    {
        var owner = Query.Value<FieldOwner>(http, "owner");
        var found = (await book.All(http.RequestAborted))
            .Where(x => owner is null || x.State.Owner == owner)
            .OrderBy(x => x.State.Owner)
            .ThenBy(x => x.State.Code, StringComparer.Ordinal);
        return Pages.Cut(http, cursors, [.. found.Select(CustomFieldAnswer.Of)], x => x.Id.ToString());
    }

    private static async Task<IResult> Get(
        Guid fieldId,
        HttpContext http,
        CustomFieldRegistry book,
        ResourceHistory history
    )
    {
        if (Query.Instant(http, "asOf") is not null)
            return Reply.Ok(
                CustomFieldAnswer.Of(
                    (
                        await history.At(
                            http,
                            fieldId,
                            (CustomFieldDocument?)null,
                            Fold(fieldId),
                            "custom_field.not_found"
                        )
                    )!
                )
            );
        return (await book.All(http.RequestAborted)).FirstOrDefault(x => x.Id == fieldId) is { } found
            ? CustomFieldAnswer.Of(found).Reply()
            : throw ProblemException.NotFound("custom_field.not_found");
    }

    /// <summary>An id may be that of anything with events: what is no custom field folds to nothing.</summary>
    private static Func<CustomFieldDocument?, EventRow, CustomFieldDocument?> Fold(Guid id) =>
        (x, e) =>
            e.Entry.Stream == "custom_field"
                ? CustomFieldProjection.After(x, id, e.Data, e.RecordedAt)
                : throw ProblemException.NotFound("custom_field.not_found");
}
