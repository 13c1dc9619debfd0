namespace Crm.Api.RequestPipeline;

/// <summary>The call of the contract that applies a fix.</summary>
/// <param name="OperationId">The operation in the OpenAPI file.</param>
/// <param name="Route">Values of its route, by name.</param>
public readonly record struct FixCall(string OperationId, params (string Name, string Value)[] Route)
{
    /// <summary>Parameters of its query, encoded; empty for most.</summary>
    public string Query { get; init; } = "";

    /// <exception cref="ArgumentOutOfRangeException">A fix without a call; FixTests covers all of them.</exception>
    public static FixCall For(Fix fix) =>
        fix switch
        {
            Fix.EditDeal x => OfDeal("updateDeal", x.Deal),
            Fix.IdentifyClient x => OfDeal("identifyClient", x.Deal),
            Fix.AssignManager x => OfDeal("assignManager", x.Deal),
            Fix.SetInterest x => OfDeal("setInterest", x.Deal),
            Fix.AddAttachment x => OfDeal("createAttachment", x.Deal),
            Fix.RecordInteraction x => OfDeal("recordInteraction", x.Deal),
            Fix.RecordPresentation x => OfDeal("recordPresentation", x.Deal),
            Fix.CompleteTask x => OfDeal("completeTask", x.Deal, ("taskId", x.Task.ToString())),
            Fix.MoveDeal x => OfDeal("moveDeal", x.Deal),
            Fix.ChangeKindVersion x => OfDeal("changeKindVersion", x.Deal),
            Fix.CloseDeal x => OfDeal("closeDeal", x.Deal),
            Fix.ReopenDeal x => OfDeal("reopenDeal", x.Deal),
            Fix.DraftProposal x => OfDeal("createProposal", x.Deal),
            Fix.ReviewProposal x => OfProposal("getProposal", x.Proposal),
            Fix.EditProposal x => OfProposal("updateProposal", x.Proposal),
            Fix.IssueProposal x => OfProposal("issueProposal", x.Proposal),
            Fix.SendProposal x => OfProposal("sendProposal", x.Proposal),
            Fix.AcceptProposal x => OfProposal("acceptProposal", x.Proposal),
            Fix.ReviseProposal x => OfProposal("reviseProposal", x.Proposal),
            Fix.RequestDiscountApproval x => OfProposal("requestDiscountApproval", x.Proposal),
            Fix.ApproveDiscount x => OfProposal("approveDiscount", x.Proposal),
            Fix.AskUserWith x => new("listUsers") { Query = "permission=" + Uri.EscapeDataString(x.Permission) },
            Fix.PlaceOrder x => OfDeal("placeOrder", x.Deal),
            Fix.ReviewOrder x => OfDeal("getOrder", x.Deal, ("orderId", x.Order.ToString())),
            Fix.CancelOrderLines x => OfDeal("cancelOrderLines", x.Deal, ("orderId", x.Order.ToString())),
            Fix.IssueInvoice x => OfDeal("issueInvoice", x.Deal),
            Fix.ReissueInvoice x => OfDeal("reissueInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.CancelInvoice x => OfDeal("cancelInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.RecordPayment x => OfDeal("recordPayment", x.Deal),
            Fix.ReviewPayment x => OfDeal("getPayment", x.Deal, ("paymentId", x.Payment.ToString())),
            Fix.AllocatePayment x => OfDeal("allocatePayment", x.Deal, ("paymentId", x.Payment.ToString())),
            Fix.ReversePayment x => OfDeal("reversePayment", x.Deal, ("paymentId", x.Payment.ToString())),
            Fix.ReverseRefund x => OfDeal("reverseRefund", x.Deal, ("refundId", x.Refund.ToString())),
            Fix.ReverseReturn x => OfDeal("reverseReturn", x.Deal, ("returnId", x.Return.ToString())),
            Fix.ReverseWriteOff x => OfDeal("reverseWriteOff", x.Deal, ("writeOffId", x.WriteOff.ToString())),
            Fix.ReviewInvoice x => OfDeal("getInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.MoveBooks => new("moveBooks"),
            Fix.RecordRefund x => OfDeal("recordRefund", x.Deal),
            Fix.ReviewBalance x => OfDeal("getBalance", x.Deal),
            Fix.RecordShipment x => OfDeal("recordShipment", x.Deal),
            Fix.ReviewShipment x => OfDeal("getShipment", x.Deal, ("shipmentId", x.Shipment.ToString())),
            Fix.AssignStatementLine x => new("assignStatementLine", ("statementLineId", x.Line.ToString())),
            Fix.UnassignStatementLine x => new("unassignStatementLine", ("statementLineId", x.Line.ToString())),
            Fix.EditClient x => new("updateClient", ("clientId", x.Client.ToString())),
            Fix.ReviewClient x => new("getClient", ("clientId", x.Client.ToString())),
            Fix.EditProduct x => new("updateProduct", ("productId", x.Product.ToString())),
            Fix.SetExchangeRate => new("setExchangeRate"),
            Fix.UpdateSettings => new("updateSettings"),
            Fix.WriteDealKindDraft x => new("updateDealKindDraft", ("code", x.Code)),
            Fix.PublishDealKind x => new("publishDealKind", ("code", x.Code)),
            Fix.RestoreDealKind x => new("restoreDealKind", ("code", x.Code)),
            Fix.ReviewOperation x => new("getOperation", ("operationId", x.Operation.ToString())),
            _ => throw new ArgumentOutOfRangeException(nameof(fix), fix.GetType().Name, "a fix without a call"),
        };

    private static FixCall OfDeal(string operationId, DealId deal, params (string Name, string Value)[] further) =>
        new(operationId, [("dealId", deal.ToString()), .. further]);

    private static FixCall OfProposal(string operationId, ProposalId proposal) =>
        new(operationId, ("proposalId", proposal.ToString()));
}
