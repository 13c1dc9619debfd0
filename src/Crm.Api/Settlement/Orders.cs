using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.CustomFields;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>What the client orders: the lines of a proposal, free lines, or what he asked for.</summary>
/// <param name="ProposalId">
/// A proposal of the deal that was issued. Without lines: everything that it offers, alternatives left out.
/// </param>
/// <param name="Lines">With proposalId: which of its lines (lineId), alternatives too, and how much of each. Without: free lines.</param>
/// <param name="PriceIncludesVat">Prices of free lines, or amounts of the interest, are with VAT.</param>
/// <param name="FromInterest">true: the deal's interest, each line at its amount or at the product's price.</param>
/// <param name="Discount">Taken off free lines together, beside their own discounts.</param>
public sealed record PlaceOrderBody(
    Guid? ProposalId = null,
    IReadOnlyList<OrderLineBody>? Lines = null,
    bool? PriceIncludesVat = null,
    bool FromInterest = false,
    DiscountBody? Discount = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A line of an order: lineId of a line of the proposal, or a free line.</summary>
/// <param name="Quantity">
/// Above zero, up to 6 decimals; of a line of the proposal at most what was offered, and all of it when absent.
/// </param>
/// <param name="LineId">A line of the proposal; then only quantity goes with it.</param>
/// <param name="DiscountSum">Taken off the whole line after its percent; with or without VAT as the price.</param>
/// <param name="PriceList">Code of the price list to take the product's price from; this or price.</param>
public sealed record OrderLineBody(
    decimal? Quantity = null,
    Guid? LineId = null,
    Guid? ProductId = null,
    string? Name = null,
    string? Unit = null,
    Money? Price = null,
    decimal? DiscountPercent = null,
    decimal? VatRate = null,
    SortedDictionary<string, FieldInput?>? CustomFields = null,
    Money? DiscountSum = null,
    string? PriceList = null,
    int? LeadTimeDays = null
)
{
    /// <summary>A line that has nothing to do with a proposal.</summary>
    public LineBody Free(string at) =>
        LineId is not null
            ? throw ProblemException.Member(at + "/lineId", "member.not_applicable", "only with proposalId")
        : Quantity is not { } quantity
            ? throw ProblemException.Member(at + "/quantity", "member.required", "this member")
        : new LineBody(
            quantity,
            ProductId,
            Name,
            Unit,
            Price,
            DiscountPercent,
            VatRate,
            CustomFields,
            DiscountSum,
            PriceList,
            false,
            LeadTimeDays
        );

    /// <summary>A line of a proposal, or a part of one.</summary>
    public LineChoice Choice(string at)
    {
        if (LineId is not { } id)
            throw ProblemException.Member(at + "/lineId", "member.required", "a line of the proposal");
        if (this != new OrderLineBody(Quantity, LineId))
            throw ProblemException.Member(
                at,
                "member.not_applicable",
                "lineId and quantity: the rest is as it was offered"
            );
        if (Quantity <= 0)
            throw ProblemException.Member(at + "/quantity", "quantity.not_positive", "> 0");
        return new(new(id), Quantity);
    }
}

/// <summary>Quantities of order lines that will not be shipped.</summary>
public sealed record CancelLinesBody(
    IReadOnlyList<LineQuantityBody> Lines,
    string Reason,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A quantity of an order line.</summary>
public sealed record LineQuantityBody(Guid LineId, decimal Quantity);

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
                        "Places an order from a proposal, from free lines or from the deal's interest. Free lines keep "
                        + "the limits of discounts that proposals keep: above it, propose and have it approved.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
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
                    Description = "Cancels quantities that were not shipped, with a reason.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "order.not_found",
                        "deal.closed",
                        "order_line.rest_exceeded",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new CancelLinesBody([new(Sample.OrderLine, 1)], "Клиенту хватит двух"))
            .Answers<OrderAnswer>();
        Routes.Read<OrderPlaced, OrderAnswer>(routes, x => x.Order.Value, "order.not_found", OrderAnswer.Of);
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
            if (body.PriceIncludesVat is not null)
                throw ProblemException.Member("/priceIncludesVat", "member.not_applicable", "only with free lines");
            if (body.Discount is not null)
                throw ProblemException.Member("/discount", "member.not_applicable", "only with free lines");
            if (await proposals.FindDeal(proposal, ct) != dealId)
                throw ProblemException.Member("/proposalId", "proposal.not_found", "a proposal of this deal");
            ImmutableArray<LineChoice>? chosen = body.Lines is { } lines
                ? Chosen(TextValidation.Some(lines, "/lines", 1000))
                : null;
            // The content is read under the deal's lock: what is issued between a read before it and the order is what counts.
            command = deal => new PlaceOrderFromProposal(new(id), new(proposal), deal.Draft.State.Content, chosen);
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

/// <summary>An order and what became of its lines.</summary>
/// <param name="Invoices">Invoices in force that name it.</param>
/// <param name="Shipments">What was shipped of it.</param>
public sealed record OrderAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Guid? ProposalId,
    bool PriceIncludesVat,
    IReadOnlyList<OrderLineAnswer> Lines,
    Money Amount,
    Money Vat,
    Money Total,
    IReadOnlyList<DocumentRef> Invoices,
    IReadOnlyList<DocumentRef> Shipments,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    DiscountAnswer? Discount
)
{
    public static OrderAnswer Of(PartOf<OrderPlaced> x)
    {
        var order = x.Deal.Ledger.Orders[x.Fact.Order];
        Money Sum(Func<PricedLine, decimal> of) => new(x.Fact.Lines.Sum(of), x.Fact.Currency);
        return new OrderAnswer(
            x.Fact.Order.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Proposal?.Value,
            x.Fact.PriceIncludesVat,
            [.. x.Fact.Lines.Select(l => OrderLineAnswer.Of(l, order.Lines[l.Line], x.Fact.Currency))],
            Sum(l => l.Net),
            Sum(l => l.Vat),
            Sum(l => l.Total),
            DocumentRef.Of(
                x.Deal.Ledger.Invoices.Values.Where(i => i.Order == order.Id && !i.Cancelled),
                i => i.Id.Value,
                i => i.Number
            ),
            DocumentRef.Of(
                x.Deal.Ledger.Shipments.Values.Where(s => s.Order == order.Id),
                s => s.Id.Value,
                s => s.Number
            ),
            x.Fact.HappenedAt,
            x.RecordedAt,
            DiscountAnswer.Of(x.Fact.Discount, x.Fact.Lines, x.Fact.Currency)
        );
    }
}

/// <summary>An order line and what became of it.</summary>
/// <param name="Amount">Without VAT, after discount, of the whole line.</param>
/// <param name="Rest">Quantity neither cancelled nor shipped.</param>
/// <param name="DiscountSum">The line's own discount in money as it was asked for.</param>
/// <param name="DocumentDiscount">The line's share of the document's discount; with or without VAT as the price.</param>
/// <param name="Discount">All that was taken off by hand, without VAT: percent, sum, share, and a price typed below the base price.</param>
/// <param name="BasePrice">The catalogue's base price per unit; null: no product, or one without such a price in this currency.</param>
/// <param name="PriceList">Code of the price list that the price was taken from; null: the base price, or typed by hand.</param>
/// <param name="ListDiscount">What the price list took off the base price, without VAT; negative is a surcharge.</param>
/// <param name="LeadTimeDays">Days from the order to the delivery of this line.</param>
public sealed record OrderLineAnswer(
    Guid LineId,
    Guid? ProductId,
    string Name,
    decimal Quantity,
    string? Unit,
    Money Price,
    decimal DiscountPercent,
    decimal? VatRate,
    Money Amount,
    Money Vat,
    Money Total,
    decimal Cancelled,
    decimal Invoiced,
    decimal Shipped,
    decimal Returned,
    decimal Rest,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields,
    Money? DiscountSum,
    Money? DocumentDiscount,
    Money Discount,
    Money? BasePrice,
    string? PriceList,
    Money? ListDiscount,
    int? LeadTimeDays
)
{
    public static OrderLineAnswer Of(PricedLine x, OrderLine now, Currency currency) =>
        new(
            x.Line.Value,
            x.Product?.Value,
            x.Name,
            x.Quantity,
            x.Unit,
            new(x.Price, currency),
            x.DiscountPercent,
            x.VatRate,
            new(x.Net, currency),
            new(x.Vat, currency),
            new(x.Total, currency),
            now.Cancelled,
            now.Invoiced.Quantity,
            now.Shipped.Quantity,
            now.Returned.Quantity,
            now.Rest,
            FieldJson.Of(x.CustomFields),
            LineAnswer.Sum(x.DiscountSum, currency),
            LineAnswer.Sum(x.DocumentDiscount, currency),
            new(x.Discount, currency),
            LineAnswer.Sum(x.BasePrice, currency),
            x.PriceList,
            LineAnswer.Sum(x.ListDiscount, currency),
            x.LeadTimeDays
        );
}
