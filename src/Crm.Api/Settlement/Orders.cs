using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Api.Settings;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.CustomFields;

namespace Crm.Api.Settlement;

/// <summary>What the client orders: the lines of a proposal, free lines, or what he asked for.</summary>
/// <param name="ProposalId">A proposal of the deal that was issued; this, lines or fromInterest.</param>
/// <param name="PriceIncludesVat">Prices of free lines, or amounts of the interest, are with VAT.</param>
/// <param name="FromInterest">true: the deal's interest, each line at its amount or at the product's price.</param>
public sealed record PlaceOrderBody(
    Guid? ProposalId = null, IReadOnlyList<LineBody>? Lines = null, bool? PriceIncludesVat = null, bool FromInterest = false, Guid? Id = null, DateTimeOffset? HappenedAt = null);

/// <summary>Quantities of order lines that will not be shipped.</summary>
public sealed record CancelLinesBody(IReadOnlyList<LineQuantityBody> Lines, string Reason, DateTimeOffset? HappenedAt = null);

/// <summary>A quantity of an order line.</summary>
public sealed record LineQuantityBody(Guid LineId, decimal Quantity);

/// <summary>/deals/{dealId}/orders.</summary>
public static class OrderEndpoints
{
    private static readonly PartRoutes Routes = new("orders", "Order", "orderId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/deals/{dealId:guid}/orders", Post)
            .Operation("placeOrder", Permissions.DocumentsWrite, "Settlement", "Place an order", "Places an order from a proposal, from free lines or from the deal's interest.",
                refuses: ["validation.failed", "deal.not_found", "deal.closed", "proposal.not_issued", "proposal.not_open", "proposal.expired", "interest.incomplete", "currency.differs", "happened_at.out_of_order", "id.taken"])
            .Takes(new PlaceOrderBody(Sample.Proposal)).Answers<OrderAnswer>(201).Answers<OrderAnswer>().Capability(Capabilities.OrdersAndInvoices);
        routes.MapPost("/deals/{dealId:guid}/orders/{orderId:guid}/cancel-lines", Cancel)
            .Operation("cancelOrderLines", Permissions.DocumentsWrite, "Settlement", "Cancel order lines", "Cancels quantities that were not shipped, with a reason.",
                refuses: ["validation.failed", "deal.not_found", "order.not_found", "deal.closed", "order_line.rest_exceeded", "happened_at.out_of_order"])
            .Takes(new CancelLinesBody([new(Sample.OrderLine, 1)], "Клиенту хватит двух")).Answers<OrderAnswer>();
        Routes.Read<OrderPlaced, OrderAnswer>(routes, x => x.Order.Value, "order.not_found", OrderAnswer.Of);
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, DealDesks desks, References references, ProposalDesks proposals, DealReader deals)
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<PlaceOrderBody>(http);
        if ((body.ProposalId is null ? 0 : 1) + (body.Lines is null ? 0 : 1) + (body.FromInterest ? 1 : 0) != 1) throw ProblemException.Member("/lines", "member.conflict", "proposalId, lines or fromInterest");
        var id = body.Id ?? Guid.CreateVersion7();
        PlaceOrder command;
        InterestLines? interest = null;
        if (body.FromInterest)
        {
            interest = await InterestLines.Of(http, dealId, body.PriceIncludesVat ?? false, deals, references);
            command = new PlaceOrder(new(id), null, body.PriceIncludesVat ?? false, interest.Currency, interest.Lines);
        }
        else if (body.ProposalId is { } proposal)
        {
            if (body.PriceIncludesVat is not null) throw ProblemException.Member("/priceIncludesVat", "member.not_applicable", "only with lines");
            // Read before the lock: of a proposal that may be ordered the content is frozen; of a draft the order is refused.
            if (await proposals.FindDeal(proposal, ct) != dealId) throw ProblemException.Member("/proposalId", "proposal.not_found", "a proposal of this deal");
            var content = await proposals.ContentOf(proposal, ct);
            command = new PlaceOrder(new(id), new ProposalId(proposal), content.PriceIncludesVat, content.Currency, [.. content.Lines.Select(x => x with { Line = new(Guid.CreateVersion7()) })]);
        }
        else
        {
            var (lines, currency) = await LineBody.Priced(http, body.Lines!, body.PriceIncludesVat ?? false, "/lines", references);
            command = new PlaceOrder(new(id), null, body.PriceIncludesVat ?? false, currency, lines);
        }

        return await desks.Created<OrderPlaced>(http, Routes, dealId, id, body.Id, body, body.HappenedAt, desk =>
        {
            interest?.Hold(desk.State);
            return command;
        }, OrderAnswer.Of, x => x.Order.Value == id);
    }

    private static async Task<IResult> Cancel(Guid dealId, Guid orderId, HttpContext http, DealDesks desks)
    {
        var body = await Body.Read<CancelLinesBody>(http);
        var lines = Texts.Some(body.Lines, "/lines", 1000).Select(x => new LineQuantity(new(x.LineId), x.Quantity)).ToImmutableArray();
        var command = new CancelOrderLines(new(orderId), lines, Texts.Personal(body.Reason, "/reason"));
        return await desks.Changed<OrderPlaced>(http, dealId, body, body.HappenedAt, _ => command, OrderAnswer.Of, x => x.Order.Value == orderId);
    }
}

/// <summary>Another document of the deal.</summary>
public sealed record DocumentRef(Guid Id, string Number)
{
    /// <summary>In the order of their numbers.</summary>
    public static IReadOnlyList<DocumentRef> Of<T>(IEnumerable<T> documents, Func<T, Guid> id, Func<T, string> number) =>
        [.. documents.Select(x => new DocumentRef(id(x), number(x))).OrderBy(x => x.Number, StringComparer.Ordinal)];
}

/// <summary>An order and what became of its lines.</summary>
/// <param name="Invoices">Invoices in force that name it.</param>
/// <param name="Shipments">What was shipped of it.</param>
public sealed record OrderAnswer(
    Guid Id, Guid DealId, string Number, Guid? ProposalId, bool PriceIncludesVat, IReadOnlyList<OrderLineAnswer> Lines, Money Amount, Money Vat, Money Total,
    IReadOnlyList<DocumentRef> Invoices, IReadOnlyList<DocumentRef> Shipments, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt)
{
    public static OrderAnswer Of(PartOf<OrderPlaced> x)
    {
        var order = x.Deal.Ledger.Orders[x.Fact.Order];
        Money Sum(Func<PricedLine, decimal> of) => new(x.Fact.Lines.Sum(of), x.Fact.Currency);
        return new OrderAnswer(x.Fact.Order.Value, x.Deal.Id.Value, x.Fact.Number, x.Fact.Proposal?.Value, x.Fact.PriceIncludesVat,
            [.. x.Fact.Lines.Select(l => OrderLineAnswer.Of(l, order.Lines[l.Line], x.Fact.Currency))], Sum(l => l.Net), Sum(l => l.Vat), Sum(l => l.Total),
            DocumentRef.Of(x.Deal.Ledger.Invoices.Values.Where(i => i.Order == order.Id && !i.Cancelled), i => i.Id.Value, i => i.Number),
            DocumentRef.Of(x.Deal.Ledger.Shipments.Values.Where(s => s.Order == order.Id), s => s.Id.Value, s => s.Number),
            x.Fact.HappenedAt, x.RecordedAt);
    }
}

/// <summary>An order line and what became of it.</summary>
/// <param name="Amount">Without VAT, after discount, of the whole line.</param>
/// <param name="Rest">Quantity neither cancelled nor shipped.</param>
public sealed record OrderLineAnswer(
    Guid LineId, Guid? ProductId, string Name, decimal Quantity, string? Unit, Money Price, decimal DiscountPercent, decimal? VatRate, Money Amount, Money Vat,
    Money Total, decimal Cancelled, decimal Invoiced, decimal Shipped, decimal Returned, decimal Rest,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields)
{
    public static OrderLineAnswer Of(PricedLine x, OrderLine now, Currency currency) => new(x.Line.Value, x.Product?.Value, x.Name, x.Quantity, x.Unit,
        new(x.Price, currency), x.DiscountPercent, x.VatRate, new(x.Net, currency), new(x.Vat, currency), new(x.Total, currency), now.Cancelled,
        now.Invoiced.Quantity, now.Shipped.Quantity, now.Returned.Quantity, now.Rest, FieldJson.Of(x.CustomFields));
}
