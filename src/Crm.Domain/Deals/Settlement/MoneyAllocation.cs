using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Allocates the money of a deal to its invoices: a pure function of the documents in force, of which nothing is stored (ADR 80;
/// docs/domain.md, Allocation). In this order: credits of lines, the money of each payment, what payments say by hand, the rule, and
/// write-offs of the client's debt. So allocated + advance = paid - refunded - our debt written off, and
/// open = total - credited - allocated - written off.
/// </summary>
public sealed class MoneyAllocation
{
    private static readonly ConditionalWeakTable<Ledger, MoneyAllocation> Calculated = [];

    private readonly Dictionary<InvoiceId, InvoiceMoney> invoices;
    private readonly Dictionary<PaymentId, PaymentMoney> payments;

    private MoneyAllocation(Ledger ledger)
    {
        var open = ledger
            .Invoices.Values.Where(invoice => !invoice.Cancelled)
            .Select(invoice => new OpenInvoice(invoice))
            .ToDictionary(invoice => invoice.Id);
        Credit(ledger, open);
        var money = ledger
            .Payments.Where(payment => payment.Reversal is null)
            .Select(payment => new FreeMoney(payment))
            .ToArray();
        TakeBack(ledger, money);
        foreach (var payment in money)
            payment.AllocateByHand(open);
        OpenInvoice[] byDueDate =
        [
            .. open
                .Values.OrderBy(invoice => invoice.DueOn ?? DateOnly.MaxValue)
                .ThenBy(invoice => invoice.Number, DocumentNumbers.InOrder),
        ];
        AllocateByRule(money, byDueDate);
        WriteOff(Math.Max(0, ledger.WrittenOff), byDueDate);
        invoices = open.Values.ToDictionary(invoice => invoice.Id, invoice => invoice.Result);
        payments = money.ToDictionary(payment => payment.Id, payment => payment.Result);
    }

    /// <summary>Calculated once for each state of a ledger.</summary>
    public static MoneyAllocation Of(Ledger ledger) =>
        Calculated.GetValue(ledger, static one => new MoneyAllocation(one));

    /// <summary>The sum that returned and cancelled goods took off the invoices in force.</summary>
    public decimal Credited => invoices.Values.Sum(invoice => invoice.Credited);

    /// <summary>An invoice that is cancelled, or not known, has no money.</summary>
    public InvoiceMoney On(InvoiceId invoice) => invoices.GetValueOrDefault(invoice, InvoiceMoney.None);

    /// <summary>A payment that is reversed, or not known, has no money.</summary>
    public PaymentMoney From(PaymentId payment) => payments.GetValueOrDefault(payment, PaymentMoney.None);

    /// <summary>What payments say for an invoice, within their money.</summary>
    public decimal SaidFor(InvoiceId invoice) => payments.Values.Sum(payment => payment.SaidFor(invoice));

    /// <summary>The payments in force that name the invoice, each with what it says within its money.</summary>
    public IEnumerable<(PaymentId Payment, decimal Said)> Naming(InvoiceId invoice) =>
        payments
            .Select(payment => (payment.Key, Said: payment.Value.SaidFor(invoice)))
            .Where(payment => payment.Said > 0);

    private static void Credit(Ledger ledger, Dictionary<InvoiceId, OpenInvoice> open)
    {
        var ofOrders = open
            .Values.Where(invoice => invoice.Order is not null)
            .OrderByDescending(invoice => invoice.IssuedAt)
            .ThenByDescending(invoice => invoice.Number, DocumentNumbers.InOrder)
            .ToLookup(invoice => invoice.Order!.Value);
        foreach (var order in ledger.Orders.Values)
        {
            OpenInvoice[] newestFirst = [.. ofOrders[order.Id]];
            foreach (var line in order.Lines.Values)
                CreditLine(line, newestFirst);
            CreditSums(order, newestFirst);
        }
    }

    /// <summary>
    /// What stays invoiced of a line equals what stays delivered; a quantity that is not invoiced is used up first and credits nothing.
    /// </summary>
    private static void CreditLine(OrderLine line, OpenInvoice[] newestFirst)
    {
        if (line.Invoiced.Quantity <= line.Quantity - line.Cancelled - line.Returned.Quantity)
            return;
        var credit = Math.Max(0, line.Invoiced.Total - (line.Ordered - line.Returned.Total));
        foreach (var invoice in newestFirst)
            credit -= invoice.Credit(Math.Min(credit, invoice.TotalOf(line.Id)));
    }

    /// <summary>Invoices that name no line of the order, such as those of a schedule, ask for no more than what stays ordered.</summary>
    private static void CreditSums(Order order, OpenInvoice[] newestFirst)
    {
        if (newestFirst.All(invoice => invoice.Names(order)))
            return;
        var remains = order.Ordered.Total - order.Lines.Values.Sum(line => line.Returned.Total);
        var credit = Math.Max(0, newestFirst.Sum(invoice => invoice.Room) - remains);
        foreach (var invoice in newestFirst.Where(invoice => !invoice.Names(order)))
            credit -= invoice.Credit(Math.Min(credit, invoice.Room));
    }

    /// <summary>
    /// A refund that names an invoice takes first from what payments say for it. All else takes from payments that say nothing, then
    /// from the others; always from the newest first.
    /// </summary>
    private static void TakeBack(Ledger ledger, FreeMoney[] money)
    {
        var taken = Math.Max(0, -ledger.WrittenOff);
        foreach (var refund in ledger.Refunds.Where(refund => refund.Reversal is null))
        {
            var rest = refund.Amount;
            if (refund.Invoice is { } invoice)
                for (var i = money.Length - 1; i >= 0 && rest > 0; i--)
                    rest -= money[i].TakeBackFrom(invoice, rest);
            taken += rest;
        }

        foreach (var saysNothing in (bool[])[true, false])
            for (var i = money.Length - 1; i >= 0 && taken > 0; i--)
                if (money[i].SaysNothing == saysNothing)
                    taken -= money[i].TakeBack(taken);
    }

    private static void AllocateByRule(FreeMoney[] money, OpenInvoice[] byDueDate)
    {
        var next = 0;
        foreach (var payment in money)
            while (payment.Free > 0 && next < byDueDate.Length)
                if (byDueDate[next].Open == 0)
                    next++;
                else
                    payment.AllocateByRule(byDueDate[next]);
    }

    private static void WriteOff(decimal rest, OpenInvoice[] byDueDate)
    {
        foreach (var invoice in byDueDate)
            rest -= invoice.WriteOff(Math.Min(rest, invoice.Open));
    }

    /// <summary>An invoice in force while money is allocated to it.</summary>
    private sealed class OpenInvoice(Invoice invoice)
    {
        private readonly List<AllocatedPart> parts = [];
        private decimal credited;
        private decimal writtenOff;

        public InvoiceId Id => invoice.Id;
        public OrderId? Order => invoice.Order;
        public string Number => invoice.Number;
        public DateOnly? DueOn => invoice.DueOn;
        public DateTimeOffset IssuedAt => invoice.IssuedAt;
        public decimal Room { get; private set; } = Math.Max(0, invoice.Total);
        public decimal Open { get; private set; } = Math.Max(0, invoice.Total);
        public InvoiceMoney Result => new(invoice.Total, credited, Room, [.. parts], writtenOff, Open);

        public bool Names(Order order) => invoice.Parts.Any(part => order.Lines.ContainsKey(part.Line));

        public decimal TotalOf(LineId line) =>
            invoice.Parts.Where(part => part.Line == line).Sum(part => part.Sums.Total);

        public decimal Credit(decimal amount)
        {
            credited += amount;
            Room = Math.Max(0, Room - amount);
            Open = Room;
            return amount;
        }

        public void Allocate(AllocatedPart part)
        {
            parts.Add(part);
            Open -= part.Amount;
        }

        public decimal WriteOff(decimal amount)
        {
            writtenOff += amount;
            Open -= amount;
            return amount;
        }
    }

    /// <summary>A payment in force while its money is allocated.</summary>
    private sealed class FreeMoney(Payment payment)
    {
        private readonly (InvoiceId Invoice, decimal Amount)[] says =
        [
            .. (payment.Says ?? []).Select(said => (said.Invoice, said.Amount)),
        ];
        private readonly List<AllocatedPart> parts = [];
        private decimal left = payment.Amount;
        private (InvoiceId Invoice, decimal Amount)[] said = [];

        public PaymentId Id => payment.Id;
        public bool SaysNothing => payment.Says is null;
        public decimal Free { get; private set; } = payment.Says is null ? payment.Amount : 0;
        public PaymentMoney Result => new([.. parts], left, said);

        public decimal TakeBackFrom(InvoiceId invoice, decimal wanted)
        {
            var i = Array.FindIndex(says, one => one.Invoice == invoice);
            if (i < 0)
                return 0;
            var taken = TakeBack(Math.Min(wanted, says[i].Amount));
            says[i].Amount -= taken;
            return taken;
        }

        public decimal TakeBack(decimal wanted)
        {
            var taken = Math.Min(wanted, left);
            left -= taken;
            if (SaysNothing)
                Free = left;
            return taken;
        }

        public void AllocateByHand(Dictionary<InvoiceId, OpenInvoice> open)
        {
            if (SaysNothing)
                return;
            var beyond = 0m;
            foreach (var (invoice, amount) in says)
            {
                var put = open.TryGetValue(invoice, out var named) ? Math.Min(Math.Min(amount, left), named.Open) : 0;
                Allocate(invoice, put, AllocatedBy.Hand, named);
                beyond += amount - put;
            }

            said = WithinMoney();
            Free = Math.Min(left, beyond);
        }

        public void AllocateByRule(OpenInvoice invoice)
        {
            var put = Math.Min(Free, invoice.Open);
            Free -= put;
            Allocate(invoice.Id, put, AllocatedBy.Rule, invoice);
        }

        /// <summary>First what stands on the invoices; the money that is left counts for what is said beyond, in the order given.</summary>
        private (InvoiceId Invoice, decimal Amount)[] WithinMoney()
        {
            var money = left;
            return
            [
                .. says.Select(one =>
                {
                    var put = parts.Where(part => part.Invoice == one.Invoice).Sum(part => part.Amount);
                    var beyond = Math.Min(one.Amount - put, money);
                    money -= beyond;
                    return (one.Invoice, put + beyond);
                }),
            ];
        }

        private void Allocate(InvoiceId id, decimal amount, AllocatedBy by, OpenInvoice? invoice)
        {
            if (amount == 0)
                return;
            var part = new AllocatedPart(payment.Id, id, amount, by);
            parts.Add(part);
            invoice!.Allocate(part);
            left -= amount;
        }
    }
}

/// <summary>Why money stands on an invoice: <c>hand</c>, as the payment says, or <c>rule</c>.</summary>
[JsonConverter(typeof(CamelCase<AllocatedBy>))]
public enum AllocatedBy
{
    Hand,
    Rule,
}

/// <summary>The part of a payment that stands on an invoice.</summary>
public sealed record AllocatedPart(PaymentId Payment, InvoiceId Invoice, decimal Amount, AllocatedBy By);

/// <summary>The money of an invoice in force.</summary>
/// <param name="Credited">What returned and cancelled goods took off it.</param>
/// <param name="Room">Total minus credits, never below 0.</param>
/// <param name="WrittenOff">The client's debt on it that was written off.</param>
/// <param name="Open">Still to be paid.</param>
public sealed record InvoiceMoney(
    decimal Total,
    decimal Credited,
    decimal Room,
    ImmutableArray<AllocatedPart> Parts,
    decimal WrittenOff,
    decimal Open
)
{
    public static InvoiceMoney None { get; } = new(0, 0, 0, [], 0, 0);

    public decimal Allocated => Parts.Sum(part => part.Amount);

    /// <summary>What the rule put on the invoice: a payment that names the invoice goes first.</summary>
    public decimal ByRule => Parts.Where(part => part.By == AllocatedBy.Rule).Sum(part => part.Amount);

    /// <summary>Nothing is open, and money or a write-off stands on it, or its total is 0.</summary>
    public bool IsPaid => Open == 0 && (Total == 0 || WrittenOff > 0 || !Parts.IsEmpty);

    /// <summary>Nothing is open by credits alone.</summary>
    public bool IsCredited => Open == 0 && !IsPaid;
}

/// <summary>The money of a payment in force.</summary>
/// <param name="Advance">What stands on no invoice.</param>
/// <param name="Said">What the payment says for each invoice, within its money.</param>
public sealed record PaymentMoney(
    ImmutableArray<AllocatedPart> Parts,
    decimal Advance,
    (InvoiceId Invoice, decimal Amount)[] Said
)
{
    public static PaymentMoney None { get; } = new([], 0, []);

    public decimal SaidFor(InvoiceId invoice) => Said.Where(one => one.Invoice == invoice).Sum(one => one.Amount);
}
