namespace Crm.Domain.Kernel;

/// <summary>
/// The step that would satisfy a blocker, as a closed set of typed values. The domain names the step and its subject;
/// the API knows the operation, address, body and headers.
/// </summary>
public abstract record Fix
{
    private Fix() { }

    /// <summary>What the server knows of the request. Two fixes are the same step whatever is known of it.</summary>
    public FixFacts Known { get; init; } = FixFacts.None;

    public virtual bool Equals(Fix? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    public sealed record EditDeal(DealId Deal) : Fix;

    public sealed record IdentifyClient(DealId Deal) : Fix;

    public sealed record AssignManager(DealId Deal) : Fix;

    public sealed record SetInterest(DealId Deal) : Fix;

    public sealed record AddAttachment(DealId Deal) : Fix;

    public sealed record RecordInteraction(DealId Deal) : Fix;

    public sealed record UnlinkInteraction(InteractionId Interaction) : Fix;

    public sealed record RecordPresentation(DealId Deal) : Fix;

    public sealed record CompleteTask(DealId Deal, StageTaskId Task) : Fix;

    public sealed record ReviewAssignment(AssignmentId Assignment) : Fix;

    public sealed record AcceptAssignment(AssignmentId Assignment) : Fix;

    public sealed record CompleteAssignment(AssignmentId Assignment) : Fix;

    public sealed record MoveDeal(DealId Deal) : Fix;

    public sealed record ChangeKindVersion(DealId Deal) : Fix;

    public sealed record CloseDeal(DealId Deal) : Fix;

    public sealed record ReopenDeal(DealId Deal) : Fix;

    public sealed record DraftProposal(DealId Deal) : Fix;

    public sealed record ReviewProposal(ProposalId Proposal) : Fix;

    public sealed record EditProposal(ProposalId Proposal) : Fix;

    public sealed record IssueProposal(ProposalId Proposal) : Fix;

    public sealed record SendProposal(ProposalId Proposal) : Fix;

    public sealed record AcceptProposal(ProposalId Proposal) : Fix;

    public sealed record ReviseProposal(ProposalId Proposal) : Fix;

    public sealed record RequestDiscountApproval(ProposalId Proposal) : Fix;

    public sealed record ApproveDiscount(ProposalId Proposal) : Fix;

    /// <summary>Somebody else has to act: the users who have the permission.</summary>
    public sealed record AskUserWith(string Permission) : Fix;

    public sealed record PlaceOrder(DealId Deal) : Fix;

    public sealed record ReviewOrder(DealId Deal, OrderId Order) : Fix;

    public sealed record CancelOrderLines(DealId Deal, OrderId Order) : Fix;

    public sealed record IssueInvoice(DealId Deal) : Fix;

    public sealed record ReissueInvoice(DealId Deal, InvoiceId Invoice) : Fix;

    public sealed record CancelInvoice(DealId Deal, InvoiceId Invoice) : Fix;

    public sealed record RecordPayment(DealId Deal) : Fix;

    public sealed record ReviewPayment(DealId Deal, PaymentId Payment) : Fix;

    public sealed record AllocatePayment(DealId Deal, PaymentId Payment) : Fix;

    public sealed record ReversePayment(DealId Deal, PaymentId Payment) : Fix;

    public sealed record ReviewInvoice(DealId Deal, InvoiceId Invoice) : Fix;

    public sealed record RecordRefund(DealId Deal) : Fix;

    public sealed record ReverseRefund(DealId Deal, RefundId Refund) : Fix;

    public sealed record ReverseWriteOff(DealId Deal, WriteOffId WriteOff) : Fix;

    public sealed record ReverseReturn(DealId Deal, ReturnId Return) : Fix;

    public sealed record MoveBooks : Fix;

    public sealed record ReviewBalance(DealId Deal) : Fix;

    public sealed record RecordShipment(DealId Deal) : Fix;

    public sealed record ReviewShipment(DealId Deal, ShipmentId Shipment) : Fix;

    public sealed record AssignStatementLine(StatementLineId Line) : Fix;

    public sealed record UnassignStatementLine(StatementLineId Line) : Fix;

    public sealed record EditClient(ClientId Client) : Fix;

    public sealed record ReviewClient(ClientId Client) : Fix;

    public sealed record EditProduct(ProductId Product) : Fix;

    public sealed record SetExchangeRate : Fix;

    public sealed record UpdateSettings : Fix;

    public sealed record WriteDealKindDraft(string Code) : Fix;

    public sealed record PublishDealKind(string Code) : Fix;

    public sealed record RestoreDealKind(string Code) : Fix;

    public sealed record EditReminder(ReminderId Reminder) : Fix;

    /// <summary>Wait for or inspect a long-running operation of the server.</summary>
    public sealed record ReviewOperation(Guid Operation) : Fix;
}
