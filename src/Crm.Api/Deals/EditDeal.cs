using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Changes plain attributes of a deal; a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Title">What the deal is about, up to 500 characters; cannot be cleared.</param>
/// <param name="ExpectedAmount">Expected amount of the sale (ожидаемая сумма); null: unknown.</param>
/// <param name="Probability">Probability of winning in percent, 0 to 100; null restores the stage's default.</param>
/// <param name="Source">Code of the lead source (источник обращения); null: unknown.</param>
/// <param name="ExpectedCloseOn">Business date on which the deal is expected to close; null: unknown.</param>
/// <param name="Comment">Free-text comment on the deal; null clears it.</param>
/// <param name="ExternalRefs">References to the deal in other systems, replaced as a whole.</param>
/// <param name="CustomFields">Values of the custom fields of deals, by field code; an omitted field stays, null clears it.</param>
public sealed record EditDealBody(
    string? Title = null,
    Money? ExpectedAmount = null,
    int? Probability = null,
    [property: Identifier] string? Source = null,
    DateOnly? ExpectedCloseOn = null,
    [SeveralLines] string? Comment = null,
    IReadOnlyList<ExternalRef>? ExternalRefs = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>PATCH /deals/{dealId}.</summary>
public static class EditDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/deals/{dealId:guid}", Patch)
            .Operation(
                new("updateDeal")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Edit a deal",
                    Description =
                        "Changes plain attributes by merge patch; every changed attribute is recorded as an "
                        + "event of its own. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "deal.not_found",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .TakesPatch(
                new EditDealBody(ExpectedAmount: Sample.Rub(54000), Probability: 40, ExpectedCloseOn: Sample.Day(1, 31))
            )
            .Answers<DealAnswer>();

    private static async Task<IResult> Patch(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var ct = http.RequestAborted;
        var (body, given) = await Body.ReadPatch<EditDealBody>(http);
        List<DomainEvent> changes = [];
        if (given.Contains("title"))
            changes.Add(new DealRetitled(TextValidation.Required(body.Title ?? "", "/title", TextValidation.Title)));
        if (given.Contains("expectedAmount"))
            changes.Add(new ExpectedAmountChanged(body.ExpectedAmount));
        if (given.Contains("probability"))
            changes.Add(new ProbabilityChanged(Percent(body.Probability)));
        var source = body.Source is { } named ? await references.Source(named, "/source", ct) : null;
        if (given.Contains("source"))
            changes.Add(new SourceChanged(source?.Code));
        if (given.Contains("expectedCloseOn"))
            changes.Add(new ExpectedCloseChanged(body.ExpectedCloseOn));
        if (given.Contains("comment"))
            changes.Add(new DealCommentChanged(TextValidation.PersonalOrNull(body.Comment, "/comment")));
        if (given.Contains("externalRefs"))
            changes.Add(new ExternalRefsChanged(Refs(body.ExternalRefs)));
        if (body.CustomFields is not null)
            changes.Add(
                new CustomFieldsChanged(
                    await references.Fields.Read(http, FieldOwner.Deal, body.CustomFields, "/customFields")
                )
            );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new EditDeal([.. changes]) { SourceIsRetired = source?.Retired == true },
                http.CommandRequest(new { body, given = given.Order() }, body.HappenedAt)
            )
        );
    }

    public static int? Percent(int? value) =>
        value is null or (>= 0 and <= 100)
            ? value
            : throw ProblemException.Member("/probability", "percent.out_of_range", "0 to 100");

    public static ImmutableArray<ExternalRef> Refs(IReadOnlyList<ExternalRef>? refs) =>
        [
            .. TextValidation
                .Most(refs, "/externalRefs", 50)
                .Select(
                    (x, i) =>
                        new ExternalRef(
                            TextValidation.Required(x.System, $"/externalRefs/{i}/system", TextValidation.Short),
                            TextValidation.Required(x.Id, $"/externalRefs/{i}/id", TextValidation.Short)
                        )
                ),
        ];
}
