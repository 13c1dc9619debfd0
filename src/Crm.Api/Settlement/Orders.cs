using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Api.Settings;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.CustomFields;

namespace Crm.Api.Settlement;

/// <summary>What the client orders: the lines of a proposal, or free lines.</summary>
/// <param name="ProposalId">A proposal of the deal that was issued; this or lines.</param>
/// <param name="PriceIncludesVat">Prices of free lines are with VAT.</param>
public sealed record PlaceOrderBody(
    Guid? ProposalId = null, IReadOnlyList<LineBody>? Lines = null, bool? PriceIncludesVat = null, Guid? Id = null, DateTimeOffset? HappenedAt = null);

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
            .Operation("placeOrder", Permissions.DocumentsWrite, "Settlement", "Place an order", "Places an order from a proposal or from free lines.",
                refuses: ["validation.failed", "deal.not_found", "deal.closed", "proposal.not_issued", "proposal.not_open", "proposal.expired", "currency.differs", "happened_at.out_of_order", "id.taken"])
            .Takes(new PlaceOrderBody(Sample.Proposal)).Answers<OrderAnswer>(201).Answers<OrderAnswer>().Capability(Capabilities.OrdersAndInvoices);
        routes.MapPost("/deals/{dealId:guid}/orders/{orderId:guid}/cancel-lines", Cancel)
            .Operation("cancelOrderLines", Permissions.DocumentsWrite, "Settlement", "Cancel order lines", "Cancels quantities that were not shipped, with a reason.",
                refuses: ["validation.failed", "deal.not_found", "order.not_found", "deal.closed", "order_line.rest_exceeded", "happened_at.out_of_order"])
            .Takes(new CancelLinesBody([new(Sample.OrderLine, 1)], "Клиенту хватит двух")).Answers<OrderAnswer>();
        Routes.Read<OrderPlaced, OrderAnswer>(routes, x => x.Order.Value, "order.not_found", OrderAnswer.Of);
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, DealDesks desks, References references, ProposalDesks proposals)
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<PlaceOrderBody>(http);
        if ((body.ProposalId is null) == (body.Lines is null)) throw ProblemException.Member("/lines", "member.conflict", "proposalId or lines");
        var id = body.Id ?? Guid.CreateVersion7();
        PlaceOrder command;
        if (body.ProposalId is { } proposal)
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

        return await desks.Created<OrderPlaced>(http, Routes, dealId, id, body.Id, body, body.HappenedAt, _ => command, OrderAnswer.Of, x => x.Order.Value == id);
    }

    private static async Task<IResult> Cancel(Guid dealId, Guid orderId, HttpContext http, DealDesks desks)
    {
        var body = await Body.Read<CancelLinesBody>(http);
        var lines = Texts.Some(body.Lines, "/lines", 1000).Select(x => new LineQuantity(new(x.LineId), x.Quantity)).ToImmutableArray();
        var command = new CancelOrderLines(new(orderId), lines, Texts.Personal(body.Reason, "/reason"));
        return await desks.Changed<OrderPlaced>(http, dealId, body, body.HappenedAt, _ => command, OrderAnswer.Of, x => x.Order.Value == orderId);
    }
}

/// <summary>An order and what became of its lines.</summary>
public sealed record OrderAnswer(
    Guid Id, Guid DealId, string Number, Guid? ProposalId, bool PriceIncludesVat, IReadOnlyList<OrderLineAnswer> Lines, Money Amount, Money Vat, Money Total,
    DateTimeOffset HappenedAt, DateTimeOffset RecordedAt)
{
    public static OrderAnswer Of(PartOf<OrderPlaced> x)
    {
        var order = x.Deal.Ledger.Orders[x.Fact.Order];
        Money Sum(Func<PricedLine, decimal> of) => new(x.Fact.Lines.Sum(of), x.Fact.Currency);
        return new OrderAnswer(x.Fact.Order.Value, x.Deal.Id.Value, x.Fact.Number, x.Fact.Proposal?.Value, x.Fact.PriceIncludesVat,
            [.. x.Fact.Lines.Select(l => OrderLineAnswer.Of(l, order.Lines[l.Line], x.Fact.Currency))], Sum(l => l.Net), Sum(l => l.Vat), Sum(l => l.Total),
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
