using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.RequestPipeline;

/// <summary>The call of the contract that applies a fix, with what is known of its body.</summary>
/// <param name="OperationId">The operation in the OpenAPI file.</param>
/// <param name="Route">Values of its route, by name.</param>
public sealed record FixCall(string OperationId, params (string Name, string Value)[] Route)
{
    /// <summary>Parameters of its query, encoded; empty for most.</summary>
    public string Query { get; init; } = "";

    /// <summary>Members of the body that the server knows.</summary>
    public JsonObject Body { get; } = [];

    /// <summary>
    /// Members that a person gives beside the required ones, as pointers into the body, with the values to choose from (none: any).
    /// </summary>
    public List<(string Pointer, string[] Options)> Asked { get; } = [];

    /// <exception cref="ArgumentOutOfRangeException">A fix without a call; FixTests covers all of them.</exception>
    public static FixCall For(Fix fix) =>
        fix switch
        {
            Fix.EditDeal x => OfDeal("updateDeal", x.Deal)
                .Ask([.. x.Known.Members])
                .Ask(x.Known.CustomField is { } field ? ["customFields/" + field] : []),
            Fix.IdentifyClient x => OfDeal("identifyClient", x.Deal),
            Fix.AssignManager x => OfDeal("assignManager", x.Deal),
            Fix.SetInterest x => x.Known.Lines is { } lines
                ? OfDeal("setInterest", x.Deal).Give("lines", lines).Ask([.. x.Known.Members])
                : OfDeal("setInterest", x.Deal).Ask("lines/0/text", "lines/0/quantity", "lines/0/amount"),
            Fix.AddAttachment x => OfDeal("createAttachment", x.Deal)
                .Choose("file", x.Known.ContentType is { } type ? [type] : [])
                .Choose("name", x.Known.NamePrefix is { } prefix ? [prefix + "*"] : []),
            Fix.RecordInteraction x => OfDeal("recordInteraction", x.Deal)
                .OneOf("kind", x.Known.Choices)
                .Give("direction", x.Known.Direction),
            Fix.UnlinkInteraction x => new("unlinkInteraction", ("interactionId", x.Interaction.ToString())),
            Fix.RecordPresentation x => OfDeal("recordPresentation", x.Deal),
            Fix.CompleteTask x => OfDeal("completeTask", x.Deal, ("taskId", x.Task.ToString()))
                .Ask([.. x.Known.Choices.Select(item => "checklist/" + item)]),
            Fix.ReviewAssignment x => OfAssignment("getAssignment", x.Assignment),
            Fix.AcceptAssignment x => OfAssignment("acceptAssignment", x.Assignment),
            Fix.CompleteAssignment x => OfAssignment("completeAssignment", x.Assignment),
            Fix.MoveDeal x => OfDeal("moveDeal", x.Deal).OneOf("stage", x.Known.Choices),
            Fix.ChangeKindVersion x => OfDeal("changeKindVersion", x.Deal),
            Fix.CloseDeal x => OfDeal("closeDeal", x.Deal)
                .OneOf("outcome", x.Known.Choices)
                .Give("lostReason", x.Known.LostReason)
                .Ask([.. x.Known.Members]),
            Fix.ReopenDeal x => OfDeal("reopenDeal", x.Deal),
            Fix.DraftProposal x => x.Known.FromInterest
                ? OfDeal("createProposal", x.Deal).Give("fromInterest", true)
                : OfDeal("createProposal", x.Deal).Ask(Line),
            Fix.ReviewProposal x => OfProposal("getProposal", x.Proposal),
            Fix.EditProposal x => OfProposal("updateProposal", x.Proposal),
            Fix.IssueProposal x => OfProposal("issueProposal", x.Proposal),
            Fix.SendProposal x => OfProposal("sendProposal", x.Proposal),
            Fix.AcceptProposal x => OfProposal("acceptProposal", x.Proposal),
            Fix.ReviseProposal x => OfProposal("reviseProposal", x.Proposal),
            Fix.RequestDiscountApproval x => OfProposal("requestDiscountApproval", x.Proposal),
            Fix.ApproveDiscount x => OfProposal("approveDiscount", x.Proposal),
            Fix.AskUserWith x => new("listUsers") { Query = "permission=" + Uri.EscapeDataString(x.Permission) },
            Fix.PlaceOrder x => x.Known switch
            {
                { Proposal: { } proposal } => OfDeal("placeOrder", x.Deal).Give("proposalId", proposal.Value),
                { FromInterest: true } => OfDeal("placeOrder", x.Deal).Give("fromInterest", true),
                _ => OfDeal("placeOrder", x.Deal).Ask(Line),
            },
            Fix.ReviewOrder x => OfDeal("getOrder", x.Deal, ("orderId", x.Order.ToString())),
            Fix.CancelOrderLines x => OfDeal("cancelOrderLines", x.Deal, ("orderId", x.Order.ToString())),
            Fix.IssueInvoice x => x.Known.Order is { } order
                ? OfDeal("issueInvoice", x.Deal).Give("orderId", order.Value)
                : OfDeal("issueInvoice", x.Deal).Ask("amount"),
            Fix.ReissueInvoice x => OfDeal("reissueInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.CancelInvoice x => OfDeal("cancelInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.RecordPayment x => OfDeal("recordPayment", x.Deal).Give("amount", x.Known.Amount),
            Fix.ReviewPayment x => OfDeal("getPayment", x.Deal, ("paymentId", x.Payment.ToString())),
            Fix.AllocatePayment x => OfDeal("allocatePayment", x.Deal, ("paymentId", x.Payment.ToString()))
                .Ask("invoiceId"),
            Fix.ReversePayment x => OfDeal("reversePayment", x.Deal, ("paymentId", x.Payment.ToString())),
            Fix.ReverseRefund x => OfDeal("reverseRefund", x.Deal, ("refundId", x.Refund.ToString())),
            Fix.ReverseReturn x => OfDeal("reverseReturn", x.Deal, ("returnId", x.Return.ToString())),
            Fix.ReverseWriteOff x => OfDeal("reverseWriteOff", x.Deal, ("writeOffId", x.WriteOff.ToString())),
            Fix.ReviewInvoice x => OfDeal("getInvoice", x.Deal, ("invoiceId", x.Invoice.ToString())),
            Fix.MoveBooks => new("moveBooks"),
            Fix.RecordRefund x => OfDeal("recordRefund", x.Deal).Give("amount", x.Known.Amount),
            Fix.ReviewBalance x => OfDeal("getBalance", x.Deal),
            Fix.RecordShipment x => OfDeal("recordShipment", x.Deal)
                .Give("orderId", x.Known.Order?.Value)
                .Give("rest", true),
            Fix.ReviewShipment x => OfDeal("getShipment", x.Deal, ("shipmentId", x.Shipment.ToString())),
            Fix.AssignStatementLine x => new FixCall("assignStatementLine", ("statementLineId", x.Line.ToString())).Ask(
                "invoiceId"
            ),
            Fix.UnassignStatementLine x => new("unassignStatementLine", ("statementLineId", x.Line.ToString())),
            Fix.EditClient x => new FixCall("updateClient", ("clientId", x.Client.ToString())).Ask([
                .. x.Known.Members,
            ]),
            Fix.ReviewClient x => new("getClient", ("clientId", x.Client.ToString())),
            Fix.EditProduct x => new("updateProduct", ("productId", x.Product.ToString())),
            Fix.SetExchangeRate => new("setExchangeRate"),
            Fix.UpdateSettings x => new FixCall("updateSettings")
                .Ask([.. x.Known.Members])
                .Give("capabilities", On(x.Known.Choices)),
            Fix.WriteDealKindDraft x => new("updateDealKindDraft", ("code", x.Code)),
            Fix.PublishDealKind x => new("publishDealKind", ("code", x.Code)),
            Fix.RestoreDealKind x => new("restoreDealKind", ("code", x.Code)),
            Fix.EditReminder x => new FixCall("updateReminder", ("reminderId", x.Reminder.ToString())).Ask("at"),
            Fix.ReviewOperation x => new("getOperation", ("operationId", x.Operation.ToString())),
            _ => throw new ArgumentOutOfRangeException(nameof(fix), fix.GetType().Name, "a fix without a call"),
        };

    /// <summary>A line of a document that is not in the catalogue.</summary>
    private static readonly string[] Line = ["lines/0/name", "lines/0/quantity", "lines/0/price"];

    private static JsonObject? On(ImmutableArray<string> capabilities) =>
        capabilities.IsEmpty ? null : new(capabilities.Select(x => KeyValuePair.Create(x, (JsonNode?)true)));

    private FixCall Give<T>(string member, T value)
    {
        if (value is not null)
            Body[member] = JsonSerializer.SerializeToNode(value, Wire.Json);
        return this;
    }

    private FixCall Ask(params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
            Asked.Add((member, []));
        return this;
    }

    /// <summary>Asks for one of the values; for none when there are none.</summary>
    private FixCall Choose(string member, IReadOnlyCollection<string> options)
    {
        if (options.Count > 0)
            Asked.Add((member, [.. options]));
        return this;
    }

    /// <summary>A single value is known.</summary>
    private FixCall OneOf(string member, ImmutableArray<string> options) =>
        options.Length == 1 ? Give(member, options[0]) : Choose(member, options);

    private static FixCall OfDeal(string operationId, DealId deal, params (string Name, string Value)[] further) =>
        new(operationId, [("dealId", deal.ToString()), .. further]);

    private static FixCall OfAssignment(string operationId, AssignmentId assignment) =>
        new(operationId, ("assignmentId", assignment.ToString()));

    private static FixCall OfProposal(string operationId, ProposalId proposal) =>
        new(operationId, ("proposalId", proposal.ToString()));
}
