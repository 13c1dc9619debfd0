using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Money and goods do not happen in a period for which the books are closed (docs/domain.md, Closed books).</summary>
public sealed class ClosedBooksTests
{
    private static readonly DateOnly March2 = new(2026, 3, 2);

    /// <summary>Paid, shipped and partly returned on 2 March, judged on 5 March with the books closed until 2 March.</summary>
    private static readonly Story Given2March = (
        Deals
            .SimpleOrder.Did(Verbs.Ship(4))
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Return(1))
            .Did(Verbs.Pay(1000))
            .Did(Verbs.Pay(1000, new(Id(51))))
            .Did(Verbs.Refund(100))
            .Did(Verbs.WriteOff(1, DebtSide.Us)) with
        {
            BooksClosedUntil = March2,
        }
    ).Later(TimeSpan.FromDays(3));

    public static TheoryData<string> Bound =>
        [
            "pay",
            "refund",
            "ship",
            "return",
            "write off",
            "reverse payment",
            "reverse refund",
            "reverse shipment",
            "reverse return",
            "reverse write-off",
        ];

    [Theory]
    [MemberData(nameof(Bound))]
    public void Binds_money_and_goods_by_the_day_of_happenedAt(string what)
    {
        var last = Given2March.Events[^1].HappenedAt;
        Given(Given2March)
            .When(Command(what), at: last)
            .ThenRefused(
                "period.closed",
                Blocked.OfDeal("period.closed", "> 2026-03-02", "2026-03-02", "moveBooks") with
                {
                    Fix = Fixes.To("moveBooks"),
                }
            );
        Given2March
            .Decide(Command(what), last, Rights.All & ~Rights.ReopenBooks)
            .Decision.Refused!.Blockers.Single()
            .Fix.Should()
            .Be(new Fix.AskUserWith("books.reopen"));
        Given2March.Decide(Command(what), null, Rights.All).Decision.Refused?.Code.Should().NotBe("period.closed");
    }

    [Fact]
    public void Ends_with_the_day_in_the_time_zone_of_the_company()
    {
        var open = new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);
        Given(Given2March).When(Verbs.Pay(5, new(Id(59))), at: open.AddSeconds(-1)).ThenCode("period.closed");
        Given2March.Did(Verbs.Pay(5, new(Id(59))), at: open);
    }

    [Fact]
    public void Leaves_orders_invoices_and_allocations_free()
    {
        var at = Given2March.Events[^1].HappenedAt;
        Given2March
            .Did(Verbs.Invoiced, at: at)
            .Did(new AllocatePayment(ThePayment, []), at: at)
            .Did(Verbs.Cancel(1), at: at);
    }

    [Fact]
    public void Is_moved_later_by_anyone_who_closes_and_earlier_with_a_right_and_a_reason()
    {
        var closed = CompanySettings.Initial with { BooksClosedUntil = March2 };
        Moved(closed, March2.AddDays(1), null, Rights.None).Events.Should().ContainSingle();
        Moved(closed, March2, null, Rights.None).Should().Be(Decision.AlreadySatisfied);
        Moved(closed, March2.AddDays(-1), Why, Rights.None).Refused!.Details["missing"].Should().Be("books.reopen");
        Moved(closed, March2.AddDays(-1), null, Rights.ReopenBooks)
            .Refused!.Faults.Single()
            .Pointer.Should()
            .Be("/reason");
        Moved(closed, March2.AddDays(-1), Why, Rights.ReopenBooks)
            .Events.Single()
            .Should()
            .BeOfType<BooksClosed>()
            .Which.Until.Should()
            .Be(March2.AddDays(-1));
        Moved(closed, March2.AddDays(9), null, Rights.All).Refused!.Faults.Single().Code.Should().Be("date.future");
    }

    private static Decision Moved(CompanySettings before, DateOnly until, Personal? reason, Rights rights) =>
        new MoveBooks(until, reason).Decide(
            before,
            new CommandContext(Monday.AddDays(3), null, Anna, rights, Moscow, Guid.NewGuid)
        );

    private static DealCommand Command(string what) =>
        what switch
        {
            "pay" => Verbs.Pay(5, new(Id(59))),
            "refund" => Verbs.Refund(5) with { Id = new(Id(79)) },
            "ship" => Verbs.Ship(1, new(Id(69))),
            "return" => Verbs.Return(1, new(Id(89))),
            "write off" => Verbs.WriteOff(1, DebtSide.Us, new(Id(86))),
            "reverse payment" => new ReversePayment(new(Id(50)), Why) { MovedTo = new(new(Id(2)), new(Id(3))) },
            "reverse refund" => new ReverseRefund(TheRefund, Why),
            "reverse shipment" => new ReverseShipment(Given2March.Events.OfType<ShipmentMade>().Last(), Why),
            "reverse return" => new ReverseReturn(Given2March.Events.OfType<ReturnAccepted>().Single(), Why),
            _ => new ReverseWriteOff(TheWriteOff, Why),
        };
}
