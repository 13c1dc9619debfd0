using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Proposals;

/// <summary>Content of a new proposal (коммерческое предложение).</summary>
/// <param name="ValidUntil">
/// Business date until which the proposal is valid, to the end of that day in the company's time zone.
/// </param>
/// <param name="Lines">Lines of the proposal, 1 to 1000, all in one currency. Give either lines or fromInterest.</param>
/// <param name="PriceIncludesVat"><c>true</c> when prices include VAT (цена включает НДС); <c>false</c> when omitted.</param>
/// <param name="Terms">Delivery, payment and other terms, as free text.</param>
/// <param name="Discount">Discount on the whole proposal, in addition to the discounts of its lines.</param>
/// <param name="LeadTimeDays">Lead time (срок поставки): days from order to delivery, 0 to 3650; a line may state its own.</param>
/// <param name="FromInterest">
/// <c>true</c> takes the lines from the deal's interest: each at its noted amount (with or without VAT as priceIncludesVat says),
/// otherwise at the product's price.
/// </param>
public sealed record DraftProposalBody(
    DateOnly ValidUntil,
    IReadOnlyList<LineBody>? Lines = null,
    bool PriceIncludesVat = false,
    ProposalTerms? Terms = null,
    DiscountBody? Discount = null,
    int? LeadTimeDays = null,
    bool FromInterest = false,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/proposals.</summary>
public static class DraftProposalEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/proposals", Post)
            .Operation(
                new("createProposal")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = "Draft a proposal",
                    Description =
                        "Creates a commercial proposal (коммерческое предложение) as a draft, which can be "
                        + "edited until it is issued.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "interest.incomplete",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(
                new DraftProposalBody(
                    Sample.Later,
                    [SampleLine.Printers],
                    Terms: new("За 5 рабочих дней", "Предоплата 50 %"),
                    Discount: new(5),
                    LeadTimeDays: 5
                )
            )
            .Answers<ProposalAnswer>(201)
            .Answers<ProposalAnswer>()
            .Capability(Capabilities.Proposals);

    private static async Task<IResult> Post(
        Guid dealId,
        HttpContext http,
        IMessageBus bus,
        References references,
        InterestReader interest
    )
    {
        var body = await Body.Read<DraftProposalBody>(http);
        if (body.FromInterest == (body.Lines is not null))
            throw ProblemException.Member(
                "/lines",
                body.FromInterest ? "member.conflict" : "member.required",
                "lines or fromInterest"
            );
        var day = references.Day(body.HappenedAt);
        var asked = body.FromInterest ? await interest.Of(http, dealId, day) : null;
        var read = asked?.Read ?? await LineBody.Read(http, body.Lines!, day, "/lines", references, alternatives: true);
        var discount = body.Discount?.Of(read.Currency);
        var content = new ProposalContent(
            read.Priced(body.PriceIncludesVat, discount),
            read.Currency,
            body.PriceIncludesVat,
            body.ValidUntil,
            TermsOf(body.Terms)
        )
        {
            Discount = discount,
            LeadTimeDays = body.LeadTimeDays,
        };
        var id = body.Id ?? Guid.CreateVersion7();
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                deal => asked?.IsStillAskedOn(deal.State) == false ? null : new DraftProposal(new(id), content),
                http.CommandRequest(body, body.HappenedAt, body.Id)
            )
            {
                Proposal = new(id, IsNew: true) { Event = _ => new ProposalDraftWritten(new(dealId), content) },
            }
        );
    }

    public static ProposalTerms? TermsOf(ProposalTerms? terms) =>
        terms is null
            ? null
            : new ProposalTerms(
                TextValidation.Optional(terms.Delivery, "/terms/delivery", TextValidation.Long),
                TextValidation.Optional(terms.Payment, "/terms/payment", TextValidation.Long),
                TextValidation.Optional(terms.Other, "/terms/other", TextValidation.Long)
            );
}
