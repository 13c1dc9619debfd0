using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Api.Settings;
using Crm.Domain.Deals;
using Crm.Domain.Proposals;
using Crm.Domain.Settings;
using Crm.Projections.Proposals;

namespace Crm.Api.Proposals;

/// <summary>The content of a proposal.</summary>
/// <param name="Lines">At least one, at most 1000, of one currency.</param>
/// <param name="ValidUntil">Good to the end of that day in the company's time zone.</param>
/// <param name="PriceIncludesVat">Prices are with VAT; without when absent.</param>
public sealed record DraftProposalBody(
    IReadOnlyList<LineBody> Lines, DateOnly ValidUntil, bool PriceIncludesVat = false, ProposalTerms? Terms = null, Guid? Id = null, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/proposals.</summary>
public static class DraftProposalEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/deals/{dealId:guid}/proposals", Post)
        .Operation("draftProposal", Permissions.ProposalsWrite, "Proposals", "Draft a proposal", "Begins a proposal; its content may change until it is issued.",
            refuses: ["validation.failed", "deal.not_found", "deal.closed", "currency.differs", "happened_at.out_of_order", "id.taken"])
        .Takes(new DraftProposalBody([Sample.Printers], Sample.Day(12, 31), Terms: new("За 5 рабочих дней", "Предоплата 50 %"))).Answers<ProposalAnswer>(201).Answers<ProposalAnswer>().Capability(Capabilities.Proposals);

    private static async Task<IResult> Post(Guid dealId, HttpContext http, CommandPath path, References references, ProposalDesks proposals)
    {
        var body = await Body.Read<DraftProposalBody>(http);
        var (lines, currency) = await LineBody.Priced(http, body.Lines, body.PriceIncludesVat, "/lines", references);
        var content = new ProposalContent(lines, currency, body.PriceIncludesVat, body.ValidUntil, TermsOf(body.Terms));
        var id = body.Id ?? Guid.CreateVersion7();
        return await path.OnDeal(http, new DealWork(dealId, body, body.HappenedAt, _ => new DraftProposal(new(id), content), desk => new(proposals.Answer(desk, 201)))
        {
            ProposalId = id,
            ProposalFact = desk => new ProposalDraftWritten(new(dealId), content),
            SuppliedId = body.Id,
        });
    }

    public static ProposalTerms? TermsOf(ProposalTerms? terms) => terms is null ? null : new ProposalTerms(
        Texts.Optional(terms.Delivery, "/terms/delivery", Texts.Long), Texts.Optional(terms.Payment, "/terms/payment", Texts.Long),
        Texts.Optional(terms.Other, "/terms/other", Texts.Long));
}
