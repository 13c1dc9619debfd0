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

/// <summary>Places an order (заказ клиента) for lines of a proposal, for free lines, or for the deal's interest.</summary>
/// <param name="ProposalId">
/// Id of an issued proposal of the deal. Without lines, the order takes all its lines except alternatives.
/// </param>
/// <param name="Lines">
/// With proposalId: the ordered lines of the proposal (lineId), alternatives included, and their quantities. Without: free lines.
/// </param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of free lines, or the amounts of the interest, include VAT.</param>
/// <param name="FromInterest">
/// <c>true</c> takes the lines from the deal's interest: each at its noted amount, otherwise at the product's price.
/// </param>
/// <param name="Discount">Discount on all free lines together, in addition to their own discounts.</param>
public sealed record PlaceOrderBody(
    Guid? ProposalId = null,
    IReadOnlyList<OrderLineBody>? Lines = null,
    bool? PriceIncludesVat = null,
    bool FromInterest = false,
    DiscountBody? Discount = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A line of an order: lineId of a proposal line, or a free line without lineId.</summary>
/// <param name="Quantity">
/// Quantity, above zero, up to 6 decimals. For a proposal line at most the offered quantity, and all of it when omitted; required
/// on free lines.
/// </param>
/// <param name="LineId">Id of a line of the proposal; only quantity may accompany it.</param>
/// <param name="ProductId">
/// Id of the product of a free line; name, unit, price, VAT rate and cost are copied from it where omitted.
/// </param>
/// <param name="Name">Name of the product or service; required on a free line without a product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">
/// Price per unit, up to 6 decimals, with or without VAT as priceIncludesVat says; required when the product has none.
/// </param>
/// <param name="DiscountPercent">Discount on the line in percent, 0 to 100; 0 when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings; when omitted, that of the product, otherwise exempt.
/// </param>
/// <param name="CustomFields">Values of the custom fields of lines, by field code.</param>
/// <param name="DiscountSum">
/// Discount on the whole line in money, deducted after discountPercent; with or without VAT like the price.
/// </param>
/// <param name="PriceList">Code of the price list from which the product's price is taken. Give either priceList or price.</param>
/// <param name="LeadTimeDays">Lead time (срок поставки) of the line: days from order to delivery, 0 to 3650.</param>
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

/// <summary>Cancels quantities of order lines that will not be shipped.</summary>
/// <param name="Lines">Quantities to cancel, per order line, at most what is not shipped yet.</param>
public sealed record CancelLinesBody(
    IReadOnlyList<LineQuantityBody> Lines,
    string Reason,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A quantity of an order line.</summary>
/// <param name="LineId">Id of the order line.</param>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
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
                        "Places an order (заказ клиента) for a proposal, for free lines, or for the deal's "
                        + "interest. The limits of manual discounts apply to free lines; a higher discount "
                        + "requires a proposal and its approval.",
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
                    Description = "Cancels quantities that are not shipped yet, with a reason.",
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

/// <summary>An order (заказ клиента) and the progress of its lines.</summary>
/// <param name="ProposalId">Id of the proposal that the order was placed from; null for an order without one.</param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of the lines include VAT.</param>
/// <param name="Amount">Total without VAT.</param>
/// <param name="Vat">VAT (НДС) of the order.</param>
/// <param name="Total">Total with VAT.</param>
/// <param name="Invoices">Invoices for the order, cancelled ones excluded.</param>
/// <param name="Shipments">Shipments of the order.</param>
/// <param name="Discount">Discount on the whole order; null without one.</param>
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

/// <summary>A line of an order and its progress.</summary>
/// <param name="ProductId">Id of the product; null for a line without one.</param>
/// <param name="Name">Name of the product or service.</param>
/// <param name="Price">Price per unit, with or without VAT as priceIncludesVat of the order says.</param>
/// <param name="Amount">Sum of the whole line without VAT, after all discounts.</param>
/// <param name="Vat">VAT (НДС) of the whole line.</param>
/// <param name="Total">Sum of the whole line with VAT.</param>
/// <param name="Cancelled">Cancelled quantity.</param>
/// <param name="Invoiced">Invoiced quantity.</param>
/// <param name="Shipped">Shipped quantity; returns are not deducted.</param>
/// <param name="Returned">Quantity that the client returned.</param>
/// <param name="Rest">Quantity neither cancelled nor shipped.</param>
/// <param name="DiscountSum">Discount on the line in money as it was given; null when none was.</param>
/// <param name="DocumentDiscount">Share of the document's discount, with or without VAT like the price; null without one.</param>
/// <param name="Discount">
/// Manual discount in total, without VAT: percentage, sum, share of the document's discount, and a price entered below the base
/// price.
/// </param>
/// <param name="BasePrice">
/// Base price per unit from the catalogue; null without a product, or when the product has none in this currency.
/// </param>
/// <param name="PriceList">Code of the price list that the price comes from; null for the base price or an entered price.</param>
/// <param name="ListDiscount">
/// What the price list deducts from the base price, without VAT; negative for a surcharge, null when not known.
/// </param>
/// <param name="LeadTimeDays">Lead time (срок поставки) of the line: days from order to delivery; null when none is stated.</param>
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
