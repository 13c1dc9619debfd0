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
        string[] details = at.Client?.IsPerson == true ? ["registeredName"] : ["taxId", "registeredName"];
        var missing = at.Client?.MissingDetails ?? [.. details];
        var needed = Phrase.Data(details);
        return missing.IsEmpty
            ? State(Code, needed, needed)
            : State(
                Code,
                needed,
                $"missing: {Phrase.Data(missing)}",
                new Blocker(
                    "client.legal_details_missing",
                    $"client:{client}",
                    needed,
                    $"missing: {Phrase.Data(missing)}",
                    new Fix.EditClient(client)
                    {
                        Known = new() { Members = [.. missing.Select(x => $"legalDetails/{x}")] },
                    }
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
                new Blocker(
                    "amount.missing",
                    at.DealRef,
                    "> 0",
                    actual,
                    new Fix.EditDeal(at.Deal.Id) { Known = new() { Members = ["expectedAmount"] } }
                )
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
            orders > 0 ? null : new Blocker("order.missing", at.DealRef, "1", "0", Unmet.ToOrder(at.Deal))
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
                : new Blocker(
                    "obligations.unconfirmed",
                    at.DealRef,
                    Wanted,
                    actual,
                    new Fix.IssueInvoice(at.Deal.Id) { Known = new() { Order = found.ToInvoice } }
                )
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
                new Blocker("payment.incomplete", at.DealRef, "an order", "none", Unmet.ToOrder(at.Deal))
            );
        return State(
            Code,
            ordered,
            paid,
            Missing(balance) <= 0
                ? null
                : new Blocker("payment.incomplete", at.DealRef, ordered, paid, Unmet.ToPay(at.Deal, Missing(balance)))
        );
    }

    private static decimal Missing(CheckedSettlement of) =>
        of.Ordered - of.Paid + of.Refunded - Math.Max(0, of.WrittenOff);
}

/// <summary>
/// Paid less refunded, over all orders of the deal and with advances, is at least a share of what is ordered or an
/// amount. While nothing is ordered no share is reached; a share is at least one minor unit.
/// </summary>
/// <param name="Percent">Above 0, at most 100, with at most 2 decimals; null: the amount counts.</param>
/// <param name="Amount">Above 0; null: the percentage counts. Money in another currency does not reach it.</param>
public sealed record PaidAtLeastCheck(decimal? Percent = null, Money? Amount = null) : Check("paid-at-least")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var balance = at.Deal.Settlement;
        var paid = balance.Paid - balance.Refunded;
        var actual = Unmet.Sum(at.Deal, paid);
        if (Amount is { } amount)
        {
            var comparable = at.Deal.Currency is not { } currency || currency == amount.Currency;
            return Judged(at, Phrase.Data(amount), actual, amount.Amount - paid, comparable);
        }

        var share = $"{ValueText.Of(Percent ?? 0)}%";
        if (balance.Ordered <= 0)
            return State(
                Code,
                $"{share} of what is ordered",
                "none",
                new Blocker(
                    "payment.incomplete",
                    at.DealRef,
                    $"{share} of what is ordered",
                    "none",
                    Unmet.ToOrder(at.Deal)
                )
            );
        var wanted = Share(at.Deal, balance.Ordered * (Percent ?? 0) / 100);
        return Judged(at, $"{Unmet.Sum(at.Deal, wanted)} ({share})", actual, wanted - paid, true);
    }

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Percent is null == Amount is null)
            yield return new Fault(pointer, "check.parameter_invalid", "either percent or amount");
        if (Percent is { } percent && (percent is <= 0 or > 100 || decimal.Round(percent, 2) != percent))
            yield return new Fault(
                $"{pointer}/percent",
                "check.parameter_invalid",
                "above 0, at most 100, with at most 2 decimals"
            );
        if (Amount is { } amount && (amount.Amount <= 0 || !amount.IsWhole))
            yield return new Fault($"{pointer}/amount", "check.parameter_invalid", "above 0, in whole minor units");
    }

    private CheckResult Judged(CheckContext at, Phrase expected, Phrase actual, decimal missing, bool comparable) =>
        State(
            Code,
            expected,
            actual,
            comparable && missing <= 0
                ? null
                : new Blocker(
                    "payment.incomplete",
                    at.DealRef,
                    expected,
                    actual,
                    comparable ? Unmet.ToPay(at.Deal, missing) : null
                )
        );

    private static decimal Share(ICheckedDeal deal, decimal sum) =>
        deal.Currency is { } currency ? Math.Max(currency.Round(sum), currency.MinorUnit) : sum;
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
