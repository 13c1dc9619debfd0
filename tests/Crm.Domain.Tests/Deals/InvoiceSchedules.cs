namespace Crm.Domain.Tests;

/// <summary>Schedules, their parts and the ids that the tests of schedules use.</summary>
internal static class InvoiceSchedules
{
    public static readonly InvoiceId Second = new(Id(41)),
        Third = new(Id(42));
    public static readonly DateOnly May = new(2026, 5, 1),
        June = new(2026, 6, 1);
    public static readonly Fix GetOrder = Fixes.To("getOrder", ("dealId", TheDeal), ("orderId", TheOrder));

    public static ScheduleInvoices Percents(params decimal[] percents) =>
        new(
            TheOrder,
            [
                .. percents.Select(
                    (x, i) => new ScheduledPayment(i == 0 ? TheInvoice : Second, i == 0 ? May : June, x, null)
                ),
            ]
        );

    public static ScheduleInvoices Sums(params Money[] sums) =>
        new(
            TheOrder,
            [.. sums.Select((x, i) => new ScheduledPayment(i == 0 ? TheInvoice : Second, i == 0 ? May : June, null, x))]
        );

    public static InvoiceIssued Part(
        InvoiceId id,
        string number,
        decimal total,
        decimal vat,
        DateOnly due,
        int part,
        decimal? percent,
        int of = 2
    ) =>
        new(id, number, TheOrder, [], false, Roubles(total), total - vat, vat, due)
        {
            Part = new SchedulePart(part, of, percent),
        };
}
