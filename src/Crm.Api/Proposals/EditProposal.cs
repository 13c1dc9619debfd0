using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Proposals;

namespace Crm.Api.Proposals;

/// <summary>A merge patch of a draft: absent keeps; lines are replaced as a whole.</summary>
public sealed record EditProposalBody(
    IReadOnlyList<LineBody>? Lines = null, DateOnly? ValidUntil = null, bool? PriceIncludesVat = null, ProposalTerms? Terms = null, DateTimeOffset? HappenedAt = null);

/// <summary>PATCH /proposals/{proposalId}.</summary>
public static class EditProposalEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPatch("/proposals/{proposalId:guid}", Patch)
        .Operation("editProposal", Permissions.ProposalsWrite, "Proposals", "Edit a draft", "Changes the content of a draft by merge patch; what was issued never changes. Needs If-Match with the proposal's ETag.",
            refuses: ["validation.failed", "if_match.required", "version.stale", "proposal.not_found", "proposal.not_draft", "deal.closed", "currency.differs"], matchRequired: true)
        .Takes(new EditProposalBody(ValidUntil: Sample.Day(12, 31), Terms: new("За 5 рабочих дней", "Предоплата 30 %")), "application/merge-patch+json").Answers<ProposalAnswer>();

    private static async Task<IResult> Patch(Guid proposalId, HttpContext http, ProposalDesks proposals, References references)
    {
        var (body, given) = await Body.ReadPatch<EditProposalBody>(http);
        foreach (var name in (string[])["lines", "validUntil", "priceIncludesVat"])
            if (given.Contains(name) && (name switch { "lines" => body.Lines is null, "validUntil" => body.ValidUntil is null, _ => body.PriceIncludesVat is null }))
                throw ProblemException.Member("/" + name, "member.null", "a value");
        if (given.Contains("priceIncludesVat") && body.Lines is null) throw ProblemException.Member("/lines", "member.required", "the lines, priced anew");
        var priced = body.Lines is null ? default
            : await LineBody.Priced(http, body.Lines, body.PriceIncludesVat ?? false, "/lines", references);
        return await proposals.Run(http, proposalId, new { body, given = given.Order() }, body.HappenedAt, desk => new EditProposal(new(proposalId), After(desk)),
            desk => After(desk) is var after && after.Equals(desk.Proposal!.State.Content) ? null : new ProposalDraftEdited(after));

        ProposalContent After(DealDesk desk)
        {
            var before = desk.Proposal?.State.Content ?? throw ProblemException.NotFound("proposal.not_found");
            return before with
            {
                Lines = body.Lines is null ? before.Lines : priced.Lines,
                Currency = body.Lines is null ? before.Currency : priced.Currency,
                PriceIncludesVat = body.PriceIncludesVat ?? (body.Lines is null && before.PriceIncludesVat),
                ValidUntil = body.ValidUntil ?? before.ValidUntil,
                Terms = given.Contains("terms") ? DraftProposalEndpoint.TermsOf(body.Terms) : before.Terms,
            };
        }
    }
}
