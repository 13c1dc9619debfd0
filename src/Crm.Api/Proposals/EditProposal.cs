using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Wolverine;

namespace Crm.Api.Proposals;

/// <summary>
/// Changes a draft proposal; a merge patch: an omitted member stays. Lines, terms and discount are replaced as a whole.
/// </summary>
/// <param name="Lines">Lines of the proposal, 1 to 1000, all in one currency.</param>
/// <param name="ValidUntil">
/// Business date until which the proposal is valid, to the end of that day in the company's time zone.
/// </param>
/// <param name="PriceIncludesVat"><c>true</c> when prices include VAT (цена включает НДС).</param>
/// <param name="Terms">Delivery, payment and other terms, as free text; null clears them.</param>
/// <param name="Discount">Discount on the whole proposal; null removes it.</param>
/// <param name="LeadTimeDays">Lead time (срок поставки): days from order to delivery, 0 to 3650; null removes it.</param>
public sealed record EditProposalBody(
    IReadOnlyList<LineBody>? Lines = null,
    DateOnly? ValidUntil = null,
    bool? PriceIncludesVat = null,
    ProposalTerms? Terms = null,
    DiscountBody? Discount = null,
    int? LeadTimeDays = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>PATCH /proposals/{proposalId}.</summary>
public static class EditProposalEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/proposals/{proposalId:guid}", Patch)
            .Operation(
                new("updateProposal")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = "Edit a draft proposal",
                    Description =
                        "Changes the content of a draft by merge patch; issued proposals never change. An "
                        + "edit makes the approval of a discount void. Requires If-Match with the ETag of the "
                        + "proposal.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "proposal.not_found",
                        "proposal.not_draft",
                        "deal.closed",
                        "currency.differs",
                    ],
                }
            )
            .TakesPatch(
                new EditProposalBody(ValidUntil: Sample.Later, Terms: new("За 5 рабочих дней", "Предоплата 30 %"))
            )
            .Answers<ProposalAnswer>();

    private static async Task<IResult> Patch(
        Guid proposalId,
        HttpContext http,
        IMessageBus bus,
        ProposalReader proposals,
        References references
    )
    {
        var (body, given) = await Body.ReadPatch<EditProposalBody>(http);
        foreach (var name in (string[])["lines", "validUntil", "priceIncludesVat"])
            if (
                given.Contains(name)
                && (
                    name switch
                    {
                        "lines" => body.Lines is null,
                        "validUntil" => body.ValidUntil is null,
                        _ => body.PriceIncludesVat is null,
                    }
                )
            )
                throw ProblemException.Member("/" + name, "member.null", "a value");
        if (given.Contains("priceIncludesVat") && body.Lines is null)
            throw ProblemException.Member("/lines", "member.required", "the lines, priced anew");
        var read = body.Lines is null
            ? null
            : await LineBody.Read(
                http,
                body.Lines,
                references.Day(body.HappenedAt),
                "/lines",
                references,
                alternatives: true
            );
        var terms = DraftProposalEndpoint.TermsOf(body.Terms);
        var discount = body.Discount?.Validated();
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                await proposals.DealOf(proposalId, http.RequestAborted),
                deal => Wanted(deal.Draft.State.Content),
                http.CommandRequest(new { body, given = given.Order() }, body.HappenedAt)
            )
            {
                Proposal = new(proposalId) { IsVersioned = true, Event = Edited },
            }
        );

        DealCommand Wanted(ProposalContent before) =>
            body.Discount?.Sum is { } sum && sum.Currency != (read?.Currency ?? before.Currency)
                ? new ImpossibleCommand(
                    Rejection.Conflict("currency.differs") with
                    {
                        Faults =
                        [
                            new(
                                "/discount/sum/currency",
                                "currency.differs",
                                $"{(read?.Currency ?? before.Currency).Code}"
                            ),
                        ],
                    }
                )
                : new EditProposal(new(proposalId), After(before));

        ProposalDraftEdited? Edited(DealResult result)
        {
            var before = result.Proposal!.State.Content;
            return After(before) is var after && after.Equals(before) ? null : new ProposalDraftEdited(after);
        }

        ProposalContent After(ProposalContent before)
        {
            var (includesVat, currency) = (
                body.PriceIncludesVat ?? before.PriceIncludesVat,
                read?.Currency ?? before.Currency
            );
            var wanted = given.Contains("discount") ? discount : before.Discount;
            var lines =
                read?.Priced(includesVat, wanted)
                ?? (wanted == before.Discount ? before.Lines : before.Discounted(wanted).Lines);
            return before with
            {
                Lines = lines,
                Currency = currency,
                PriceIncludesVat = includesVat,
                ValidUntil = body.ValidUntil ?? before.ValidUntil,
                Terms = given.Contains("terms") ? terms : before.Terms,
                Discount = wanted,
                LeadTimeDays = given.Contains("leadTimeDays") ? body.LeadTimeDays : before.LeadTimeDays,
            };
        }
    }
}
