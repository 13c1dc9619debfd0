using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>/deals/{dealId}/orders.</summary>
public static class OrderEndpoints
{
    private static readonly PartRoutes Routes = new("orders", "Order", "orderId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/orders", Post)
            .Operation(
                new("placeOrder")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Place an order",
                    Description =
                        "Places an order (заказ клиента) for a proposal, for free lines, or for the deal's "
                        + "interest. Prices of free lines that the caller may not agree require a proposal and "
                        + "its approval. All orders from one approved proposal, and all orders of callers with "
                        + "a discount limit, are together at most its quantities and its total. Where "
                        + "`freeTextLimitPercent` limits lines without a product, their share holds for all "
                        + "orders from a proposal that is not approved: order the products first, or all at once.",
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "deal.not_found",
                        "deal.closed",
                        "order.exceeds_proposal",
                        "price_includes_vat.differs",
                        "proposal.not_issued",
                        "proposal.not_open",
                        "proposal.expired",
                        "discount.approval_required",
                        "interest.incomplete",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new PlaceOrderBody(Sample.Proposal))
            .Answers<OrderAnswer>(201)
            .Answers<OrderAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        routes
            .MapPost("/deals/{dealId:guid}/orders/{orderId:guid}/cancel-lines", Cancel)
            .Operation(
                new("cancelOrderLines")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Cancel order lines",
                    Description =
                        "Cancels quantities that are not shipped yet, with a reason. A caller with a discount "
                        + "limit cannot raise the share of lines without a product above `freeTextLimitPercent`; "
                        + "all orders from one proposal count together, and an approved one is not judged.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "order.not_found",
                        "deal.closed",
                        "order_line.rest_exceeded",
                        "discount.approval_required",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new CancelLinesBody([new(Sample.OrderLine, 1)], "Клиенту хватит двух"))
            .Answers<OrderAnswer>();
        Routes.Read<OrderPlaced, OrderAnswer>(
            routes,
            x => x.Order.Value,
            "order.not_found",
            OrderAnswer.Of,
            x => x.Number
        );
    }

    private static async Task<IResult> Post(
        Guid dealId,
        HttpContext http,
        IMessageBus bus,
        References references,
        ProposalReader proposals,
        InterestReader interest
    )
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<PlaceOrderBody>(http);
        if (
            body.FromInterest
                ? body.ProposalId is not null || body.Lines is not null
                : body.ProposalId is null && body.Lines is null
        )
            throw ProblemException.Member(
                "/lines",
                body.FromInterest ? "member.conflict" : "member.required",
                "proposalId, lines or fromInterest"
            );
        var id = body.Id ?? Guid.CreateVersion7();
        Func<DealContext, DealCommand?> command;
        if (body.FromInterest)
        {
            var asked = await interest.Of(http, dealId, references.Day(body.HappenedAt));
            var wanted = new PlaceOrder(
                new(id),
                null,
                body.PriceIncludesVat ?? false,
                asked.Read.Currency,
                asked.Read.Priced(body.PriceIncludesVat ?? false)
            );
            command = deal => asked.IsStillAskedOn(deal.State) ? wanted : null;
        }
        else if (body.ProposalId is { } proposal)
        {
            if (body.Discount is not null)
                throw ProblemException.Member("/discount", "member.not_applicable", "only with free lines");
            if (await proposals.FindDeal(proposal, ct) != dealId)
                throw ProblemException.Member("/proposalId", "proposal.not_found", "a proposal of this deal");
            ImmutableArray<LineChoice>? chosen = body.Lines is { } lines
                ? Chosen(TextValidation.Some(lines, "/lines", 1000))
                : null;
            // The content is read under the deal's lock: what is issued between a read before it and the order is what counts.
            command = deal => new PlaceOrderFromProposal(new(id), new(proposal), deal.Draft.State.Content, chosen)
            {
                PriceIncludesVat = body.PriceIncludesVat,
            };
        }
        else
        {
            var read = await LineBody.Read(
                http,
                [.. TextValidation.Some(body.Lines!, "/lines", 1000).Select((x, i) => x.Free($"/lines/{i}"))],
                references.Day(body.HappenedAt),
                "/lines",
                references
            );
            var discount = body.Discount?.Of(read.Currency);
            var free = new PlaceOrder(
                new(id),
                null,
                body.PriceIncludesVat ?? false,
                read.Currency,
                read.Priced(body.PriceIncludesVat ?? false, discount)
            )
            {
                Discount = discount,
            };
            command = _ => free;
        }

        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id))
            {
                PartId = id,
                Proposal = body.ProposalId is { } named ? new ProposalTarget(named) : null,
            }
        );
    }

    private static ImmutableArray<LineChoice> Chosen(IReadOnlyList<OrderLineBody> lines)
    {
        for (var i = 0; i < lines.Count; i++)
            if (lines.Take(i).Any(line => line.LineId == lines[i].LineId))
                throw ProblemException.Member($"/lines/{i}/lineId", "order_line.twice", "each line once");
        return [.. lines.Select((line, i) => line.Choice($"/lines/{i}"))];
    }

    private static async Task<IResult> Cancel(Guid dealId, Guid orderId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<CancelLinesBody>(http);
        var lines = TextValidation
            .Some(body.Lines, "/lines", 1000)
            .Select(x => new LineQuantity(new(x.LineId), x.Quantity))
            .ToImmutableArray();
        var command = new CancelOrderLines(new(orderId), lines, TextValidation.Personal(body.Reason, "/reason"));
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt)) { PartId = orderId }
        );
    }
}
