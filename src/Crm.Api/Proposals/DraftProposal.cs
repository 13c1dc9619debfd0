using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Proposals;

/// <summary>The content of a proposal.</summary>
/// <param name="ValidUntil">Good to the end of that day in the company's time zone.</param>
/// <param name="Lines">At least one, at most 1000, of one currency; this or fromInterest.</param>
/// <param name="PriceIncludesVat">Prices are with VAT; without when absent.</param>
/// <param name="Discount">Taken off the whole proposal beside the discounts of its lines.</param>
/// <param name="LeadTimeDays">Days from the order to the delivery, 0 to 3650; a line may say otherwise.</param>
/// <param name="FromInterest">
/// True: the deal's interest, each line at the amount noted for it (with or without VAT as priceIncludesVat says), else at the
/// product's price.
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
                new("draftProposal")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Proposals",
                    Summary = "Draft a proposal",
                    Description = "Begins a proposal; its content may change until it is issued.",
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
                    Sample.Day(12, 31),
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
