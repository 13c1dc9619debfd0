namespace Crm.Domain.Processes;

public sealed record ClientIdentifiedCheck() : Check("client-identified")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        State(Code, "identified", at.Deal.Client is { } client ? $"{client}" : (Phrase)"none", Unmet.Client(at.Deal));
}

public sealed record LegalDetailsCheck() : Check("legal-details")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        if (at.Deal.Client is not { } client)
            return State(Code, "identified", "none", Unmet.Client(at.Deal));
        var needed = at.Client?.IsPerson == true ? "registeredName" : "taxId, registeredName";
        var missing = at.Client is { } found ? string.Join(", ", found.MissingDetails) : needed;
        return missing.Length == 0
            ? State(Code, Phrase.Data(needed), Phrase.Data(needed))
            : State(
                Code,
                Phrase.Data(needed),
                $"missing: {missing}",
                new Blocker(
                    "client.legal_details_missing",
                    $"client:{client}",
                    Phrase.Data(needed),
                    $"missing: {missing}",
                    new Fix.EditClient(client)
                )
            );
    }
}

public sealed record InterestGivenCheck() : Check("interest-given")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var lines = at.Deal.InterestLines;
        return State(
            Code,
            "1",
            $"{lines}",
            lines > 0 ? null : new Blocker("interest.missing", at.DealRef, "1", "0", new Fix.SetInterest(at.Deal.Id))
        );
    }
}

public sealed record AmountGivenCheck() : Check("amount-given")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var actual = at.Deal.ExpectedAmount is { } amount ? $"{amount}" : (Phrase)"none";
        return at.Deal.ExpectedAmount is { Amount: > 0 }
            ? State(Code, "> 0", actual)
            : State(
                Code,
                "> 0",
                actual,
                new Blocker("amount.missing", at.DealRef, "> 0", actual, new Fix.EditDeal(at.Deal.Id))
            );
    }
}

public sealed record OrderPlacedCheck() : Check("order-placed")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var orders = at.Deal.Settlement.Orders;
        return State(
            Code,
            "1",
            $"{orders}",
            orders > 0 ? null : new Blocker("order.missing", at.DealRef, "1", "0", new Fix.PlaceOrder(at.Deal.Id))
        );
    }
}

/// <summary>An invoice is issued, or something is already paid or shipped.</summary>
public sealed record ObligationsConfirmedCheck() : Check("obligations-confirmed")
{
    private const string Wanted = "an invoice, a payment or a shipment";

    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var found = at.Deal.Settlement;
        Phrase actual = $"invoices {found.Invoices}, payments {found.Payments}, shipments {found.Shipments}";
        return State(
            Code,
            Wanted,
            actual,
            found.Invoices + found.Payments + found.Shipments > 0
                ? null
                : new Blocker("obligations.unconfirmed", at.DealRef, Wanted, actual, new Fix.IssueInvoice(at.Deal.Id))
        );
    }
}

/// <summary>Everything ordered is paid, except what was written off.</summary>
public sealed record PaidInFullCheck() : Check("paid-in-full")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var balance = at.Deal.Settlement;
        var (paid, ordered) = (
            Unmet.Sum(at.Deal, balance.Paid - balance.Refunded),
            Unmet.Sum(at.Deal, balance.Ordered)
        );
        if (balance.Orders == 0)
            return State(
                Code,
                "an order",
                "none",
                new Blocker("payment.incomplete", at.DealRef, "an order", "none", new Fix.PlaceOrder(at.Deal.Id))
            );
        return State(
            Code,
            ordered,
            paid,
            balance.Paid - balance.Refunded + Math.Max(0, balance.WrittenOff) >= balance.Ordered
                ? null
                : new Blocker("payment.incomplete", at.DealRef, ordered, paid, new Fix.RecordPayment(at.Deal.Id))
        );
    }
}

/// <summary>Everything ordered is shipped, or the rest cancelled with a reason.</summary>
public sealed record ShippedInFullCheck() : Check("shipped-in-full")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var rest = Unmet.Sum(at.Deal, at.Deal.Settlement.Undelivered);
        return State(Code, Unmet.Sum(at.Deal, 0), rest, Unmet.Delivery(at.Deal));
    }
}

public sealed record BalanceZeroCheck() : Check("balance-zero")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var balance = at.Deal.Settlement;
        return State(
            Code,
            Unmet.Sum(at.Deal, 0),
            Unmet.Sum(at.Deal, balance.ClientOwes - balance.WeOwe),
            [.. Unmet.Debts(at.Deal)]
        );
    }
}

/// <summary>The deal passes the closing gate: the check of the last task.</summary>
public sealed record ClosingGateCheck() : Check("closing-gate")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var unmet = at.Deal.UnmetForWin(at.Process, task.Id).ToArray();
        return State(Code, "passed", unmet.Length == 0 ? "passed" : (Phrase)$"{unmet.Length} unmet", unmet);
    }
}
