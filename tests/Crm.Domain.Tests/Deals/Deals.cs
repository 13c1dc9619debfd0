namespace Crm.Domain.Tests;

/// <summary>Deals named by their state, each created by commands.</summary>
public static class Deals
{
    public static Story Opened { get; } = Story.Opened(ShippedKinds.StandardSale);

    public static Story InQualification { get; } = Opened.Did(Verbs.Called).Completed();

    public static Story Qualified { get; } =
        InQualification
            .Did(new IdentifyClient(Acme))
            .Did(new SetInterest([Interested()]))
            .Did(new EditDeal([new ExpectedAmountChanged(Roubles(1200))]));

    public static Story InProposal { get; } = Qualified.Completed();

    public static Story WithOffer { get; } =
        InProposal.Did(new DraftProposal(Offer, Chairs10)).Did(new IssueProposal(Offer, Chairs10));

    public static Story InPresentation { get; } = WithOffer.Completed();

    public static Story InTerms { get; } = InPresentation.Did(Verbs.Presented(InPresentation.Now)).Completed();

    public static Story Agreed { get; } = InTerms.Did(new AcceptProposal(Offer, null));

    public static Story PlacingOrder { get; } = Agreed.Completed();

    public static Story Ordered { get; } = PlacingOrder.Did(Verbs.Ordered);

    public static Story InPreparation { get; } = Ordered.Completed();

    public static Story Invoiced { get; } = InPreparation.Did(Verbs.Invoiced);

    public static Story InFulfilment { get; } = Invoiced.Completed();

    public static Story Shipped { get; } = InFulfilment.Did(Verbs.Ship(10));

    public static Story Settled { get; } = Shipped.Did(Verbs.Pay(1200));

    public static Story RecordingWin { get; } = Settled.Completed();

    public static Story Won { get; } = RecordingWin.Completed();

    public static Story Lost { get; } = InTerms.Did(Verbs.Lose);

    public static Story Manual { get; } = Story.Opened(ShippedKinds.ManualSale);

    public static Story Simple { get; } = Story.Opened(ShippedKinds.Simple);

    /// <summary>A deal without stages with an order of ten chairs: payments only.</summary>
    public static Story SimpleOrder { get; } = Simple.Did(new IdentifyClient(Acme)).Did(Verbs.OrderOf(null, TenChairs));
}

/// <summary>Commands as most tests send them.</summary>
public static class Verbs
{
    public static RecordInteraction Called { get; } = new(Call, InteractionKind.Call, Direction.Out, null, Why, []);
    public static PlaceOrder Ordered { get; } = OrderOf(Offer, TenChairs);
    public static IssueInvoice Invoiced { get; } = new(TheInvoice, TheOrder, null, null, null, Rub, false, null);
    public static CloseDeal Win { get; } = new(Outcome.Won, null, null, null, null);

    /// <summary>The win of a deal whose gate does not ask for a shipment.</summary>
    public static DealClosed WonWithoutShipmentCheck { get; } =
        new(Outcome.Won, null, null, 0, null, null, null, null) { NotChecked = ["shipment.none"] };
    public static CloseDeal Lose { get; } = new(Outcome.Lost, Known.Lost("price"), null, null, null);

    public static RecordPresentation Presented(DateTimeOffset at) => new(Demo, at, null, [], [], Why);

    public static PlaceOrder OrderOf(ProposalId? offer, params ReadOnlySpan<PricedLine> lines) =>
        new(TheOrder, offer, false, Rub, [.. lines]);

    public static RecordShipment Ship(decimal quantity, ShipmentId? id = null) =>
        new(id ?? TheShipment, TheOrder, [new ShippedQuantity(Chairs, quantity, null, null)], null);

    public static RecordPayment Pay(decimal amount, PaymentId? id = null, params ReadOnlySpan<Allocation> to) =>
        new(id ?? ThePayment, Roubles(amount), null, null, [.. to]);

    public static RecordRefund Refund(decimal amount, InvoiceId? invoice = null) =>
        new(TheRefund, Roubles(amount), Why, invoice);

    public static AcceptReturn Return(decimal quantity, ReturnId? id = null) =>
        new(id ?? TheReturn, TheShipment, [new LineQuantity(Chairs, quantity)], Why);

    public static WriteOffDebt WriteOff(decimal amount, DebtSide side, WriteOffId? id = null) =>
        new(id ?? TheWriteOff, Roubles(amount), side, Why);

    public static CancelOrderLines Cancel(decimal quantity) => new(TheOrder, [new LineQuantity(Chairs, quantity)], Why);
}

/// <summary>Blockers of the deal under test.</summary>
public static class Blocked
{
    public static Blocker Unidentified { get; } = OfDeal("client.unidentified", "identified", "none", "identifyClient");

    public static Blocker NothingShipped(string fix) => OfDeal("shipment.none", "> 0", "0", fix);

    public static Blocker Undelivered(string rest) => OfDeal("shipment.incomplete", "0.00 RUB", rest, "recordShipment");

    public static Blocker ClientOwes(string sum) => OfDeal("balance.client_owes", "0.00 RUB", sum, "recordPayment");

    public static Blocker WeOwe(string sum, string fix) => OfDeal("balance.we_owe", "0.00 RUB", sum, fix);

    public static Blocker TasksOpen(StageTask open) =>
        new(
            "tasks.open",
            $"deal:{TheDeal}",
            "0",
            $"1: {open.Code}",
            Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", open.Id))
        );

    public static Blocker OfDeal(string code, string expected, string actual, string fix) =>
        new(code, $"deal:{TheDeal}", expected, actual, Fixes.To(fix, ("dealId", TheDeal)));

    public static Blocker OfProposal(string code, ProposalId id, string expected, string actual, string? fix) =>
        new(code, $"proposal:{id}", expected, actual, fix is null ? null : Fixes.To(fix, ("proposalId", id)));

    public static Blocker OfLine(string code, string expected, string actual, Fix fix) =>
        new(code, $"line:{Chairs}", expected, actual, fix);

    public static Fix TheOrder { get; } = Fixes.To("getOrder", ("dealId", TheDeal), ("orderId", Known.TheOrder));
}
