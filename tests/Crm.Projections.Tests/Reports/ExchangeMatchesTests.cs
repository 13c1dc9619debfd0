namespace Crm.Projections.Tests.Reports;

/// <summary>Which payment pays which shipment: first in, first out, in either order of arrival.</summary>
public sealed class ExchangeMatchesTests
{
    private static readonly DealId Deal = new(Guid.Parse("00000000-0000-7000-8000-0000000000aa"));

    [Fact]
    public void An_advance_is_matched_when_it_is_shipped() =>
        Rows(Paid("2026-01-10", 100), Shipped("2026-02-10", 100))
            .Should()
            .Equal((On("2026-02-10"), On("2026-02-10"), On("2026-01-10"), 100m));

    [Fact]
    public void Parts_are_matched_the_oldest_first() =>
        Rows(Shipped("2026-01-01", 70), Shipped("2026-01-02", 50), Paid("2026-01-03", 100), Paid("2026-01-04", 30))
            .Should()
            .Equal(
                (On("2026-01-03"), On("2026-01-01"), On("2026-01-03"), 70m),
                (On("2026-01-03"), On("2026-01-02"), On("2026-01-03"), 30m),
                (On("2026-01-04"), On("2026-01-02"), On("2026-01-04"), 20m)
            );

    [Fact]
    public void A_return_closes_what_is_open_and_else_is_closed_by_a_refund() =>
        Rows(
                Shipped("2026-01-01", 100),
                Returned("2026-01-02", 40),
                Paid("2026-01-03", 60),
                Returned("2026-01-04", 60),
                Refunded("2026-01-05", 60)
            )
            .Should()
            .Equal(
                (On("2026-01-02"), On("2026-01-01"), On("2026-01-02"), 40m),
                (On("2026-01-03"), On("2026-01-01"), On("2026-01-03"), 60m),
                (On("2026-01-05"), On("2026-01-05"), On("2026-01-04"), 60m)
            );

    [Fact]
    public void What_is_recorded_late_is_matched_where_it_happened() =>
        Rows(Shipped("2026-01-01", 100), Paid("2026-03-01", 100), Paid("2026-02-01", 60))
            .Should()
            .Equal(
                (On("2026-02-01"), On("2026-01-01"), On("2026-02-01"), 60m),
                (On("2026-03-01"), On("2026-01-01"), On("2026-03-01"), 40m)
            );

    [Fact]
    public void A_reversal_takes_back_in_its_own_period_and_others_take_the_place()
    {
        var wrong = Paid("2026-01-03", 100);
        Rows(
                Shipped("2026-01-01", 100),
                wrong,
                Paid("2026-01-05", 60),
                new PaymentReversed(wrong.Payment, wrong.Amount, wrong.HappenedAt, Why)
                {
                    HappenedAt = On("2026-02-01"),
                },
                Paid("2026-02-05", 40)
            )
            .Should()
            .Equal(
                (On("2026-01-03"), On("2026-01-01"), On("2026-01-03"), 100m),
                (On("2026-02-01"), On("2026-01-01"), On("2026-01-03"), -100m),
                (On("2026-02-01"), On("2026-01-01"), On("2026-01-05"), 60m),
                (On("2026-02-05"), On("2026-01-01"), On("2026-02-05"), 40m)
            );
    }

    private static (DateTimeOffset, DateTimeOffset, DateTimeOffset, decimal)[] Rows(params DomainEvent[] events)
    {
        var report = new ExchangeMatches("crm");
        var opened = new Story(ShippedKinds.Simple, On("2025-12-01")).Events[0];
        var state = events
            .Prepend(opened)
            .Aggregate((SettlingDeal?)null, (x, domainEvent) => report.Evolve(x, Deal, domainEvent))!;
        return [.. report.RowsOf(Deal, state).Select(x => (x.At, x.RoseAt, x.FellAt, x.Amount))];
    }

    private static ShipmentMade Shipped(string at, decimal total) =>
        new(new(Guid.CreateVersion7()), "S1", new(Guid.CreateVersion7()), Usd, [Part(total)], null)
        {
            HappenedAt = On(at),
        };

    private static ReturnAccepted Returned(string at, decimal total) =>
        new(new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), Usd, [Part(total)], Why)
        {
            HappenedAt = On(at),
        };

    private static PaymentReceived Paid(string at, decimal amount) =>
        new(new(Guid.CreateVersion7()), Dollars(amount), null, null, []) { HappenedAt = On(at) };

    private static RefundMade Refunded(string at, decimal amount) =>
        new(new(Guid.CreateVersion7()), Dollars(amount), Why, null) { HappenedAt = On(at) };

    private static ShippedLine Part(decimal total) =>
        new(new(Guid.CreateVersion7()), null, "thing", 1, null, total, 0, total, 0, null);
}
