using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>An identifier of one kind of thing: a UUIDv7 made at the edge or supplied by the client. Flat in JSON.</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The bare UUID.</summary>
    Guid Value { get; }

    /// <summary>Wraps a bare UUID.</summary>
    static abstract TSelf Of(Guid value);
}

[JsonConverter(typeof(IdJson<DealId>))]
public readonly record struct DealId(Guid Value) : IId<DealId>, IComparable<DealId>
{
    public static DealId Of(Guid value) => new(value);

    public int CompareTo(DealId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<WriteOffId>))]
public readonly record struct WriteOffId(Guid Value) : IId<WriteOffId>, IComparable<WriteOffId>
{
    public static WriteOffId Of(Guid value) => new(value);

    public int CompareTo(WriteOffId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ClientId>))]
public readonly record struct ClientId(Guid Value) : IId<ClientId>, IComparable<ClientId>
{
    public static ClientId Of(Guid value) => new(value);

    public int CompareTo(ClientId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ContactId>))]
public readonly record struct ContactId(Guid Value) : IId<ContactId>, IComparable<ContactId>
{
    public static ContactId Of(Guid value) => new(value);

    public int CompareTo(ContactId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<UserId>))]
public readonly record struct UserId(Guid Value) : IId<UserId>, IComparable<UserId>
{
    public static UserId Of(Guid value) => new(value);

    public int CompareTo(UserId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ProductId>))]
public readonly record struct ProductId(Guid Value) : IId<ProductId>, IComparable<ProductId>
{
    public static ProductId Of(Guid value) => new(value);

    public int CompareTo(ProductId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<StageTaskId>))]
public readonly record struct StageTaskId(Guid Value) : IId<StageTaskId>, IComparable<StageTaskId>
{
    public static StageTaskId Of(Guid value) => new(value);

    public int CompareTo(StageTaskId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<InteractionId>))]
public readonly record struct InteractionId(Guid Value) : IId<InteractionId>, IComparable<InteractionId>
{
    public static InteractionId Of(Guid value) => new(value);

    public int CompareTo(InteractionId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<PresentationId>))]
public readonly record struct PresentationId(Guid Value) : IId<PresentationId>, IComparable<PresentationId>
{
    public static PresentationId Of(Guid value) => new(value);

    public int CompareTo(PresentationId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ProposalId>))]
public readonly record struct ProposalId(Guid Value) : IId<ProposalId>, IComparable<ProposalId>
{
    public static ProposalId Of(Guid value) => new(value);

    public int CompareTo(ProposalId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<OrderId>))]
public readonly record struct OrderId(Guid Value) : IId<OrderId>, IComparable<OrderId>
{
    public static OrderId Of(Guid value) => new(value);

    public int CompareTo(OrderId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<LineId>))]
public readonly record struct LineId(Guid Value) : IId<LineId>, IComparable<LineId>
{
    public static LineId Of(Guid value) => new(value);

    public int CompareTo(LineId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<InvoiceId>))]
public readonly record struct InvoiceId(Guid Value) : IId<InvoiceId>, IComparable<InvoiceId>
{
    public static InvoiceId Of(Guid value) => new(value);

    public int CompareTo(InvoiceId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<PaymentId>))]
public readonly record struct PaymentId(Guid Value) : IId<PaymentId>, IComparable<PaymentId>
{
    public static PaymentId Of(Guid value) => new(value);

    public int CompareTo(PaymentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ShipmentId>))]
public readonly record struct ShipmentId(Guid Value) : IId<ShipmentId>, IComparable<ShipmentId>
{
    public static ShipmentId Of(Guid value) => new(value);

    public int CompareTo(ShipmentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<RefundId>))]
public readonly record struct RefundId(Guid Value) : IId<RefundId>, IComparable<RefundId>
{
    public static RefundId Of(Guid value) => new(value);

    public int CompareTo(RefundId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ReturnId>))]
public readonly record struct ReturnId(Guid Value) : IId<ReturnId>, IComparable<ReturnId>
{
    public static ReturnId Of(Guid value) => new(value);

    public int CompareTo(ReturnId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<CommentId>))]
public readonly record struct CommentId(Guid Value) : IId<CommentId>, IComparable<CommentId>
{
    public static CommentId Of(Guid value) => new(value);

    public int CompareTo(CommentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<AttachmentId>))]
public readonly record struct AttachmentId(Guid Value) : IId<AttachmentId>, IComparable<AttachmentId>
{
    public static AttachmentId Of(Guid value) => new(value);

    public int CompareTo(AttachmentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<CredentialId>))]
public readonly record struct CredentialId(Guid Value) : IId<CredentialId>, IComparable<CredentialId>
{
    public static CredentialId Of(Guid value) => new(value);

    public int CompareTo(CredentialId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<TeamId>))]
public readonly record struct TeamId(Guid Value) : IId<TeamId>, IComparable<TeamId>
{
    public static TeamId Of(Guid value) => new(value);

    public int CompareTo(TeamId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<BankStatementId>))]
public readonly record struct BankStatementId(Guid Value) : IId<BankStatementId>, IComparable<BankStatementId>
{
    public static BankStatementId Of(Guid value) => new(value);

    public int CompareTo(BankStatementId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<StatementLineId>))]
public readonly record struct StatementLineId(Guid Value) : IId<StatementLineId>, IComparable<StatementLineId>
{
    public static StatementLineId Of(Guid value) => new(value);

    public int CompareTo(StatementLineId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<MailId>))]
public readonly record struct MailId(Guid Value) : IId<MailId>, IComparable<MailId>
{
    public static MailId Of(Guid value) => new(value);

    public int CompareTo(MailId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<AssignmentId>))]
public readonly record struct AssignmentId(Guid Value) : IId<AssignmentId>, IComparable<AssignmentId>
{
    public static AssignmentId Of(Guid value) => new(value);

    public int CompareTo(AssignmentId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJson<ReminderId>))]
public readonly record struct ReminderId(Guid Value) : IId<ReminderId>, IComparable<ReminderId>
{
    public static ReminderId Of(Guid value) => new(value);

    public int CompareTo(ReminderId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}
