using System.Diagnostics;
using Crm.Domain.BankStatements;

namespace Crm.Domain.Tests.BankStatements;

/// <summary>Money between own accounts belongs to no deal, and its two lines know each other.</summary>
public sealed class OwnTransferTests
{
    private const string Main = "40702810900000000001";
    private const string Savings = "40702810900000000002";
    private static readonly HashSet<string> Own = [Main, Savings];
    private static readonly StatementEntry Sent = Side(MoneyDirection.Out, Main, Savings);
    private static readonly StatementEntry Received = Side(MoneyDirection.In, Savings, Main);

    private static StatementEntry Side(MoneyDirection direction, string account, string other) =>
        new(1, direction, account, "17", new(2026, 11, 23), null, Roubles(500), "Мы", null, other, "Перевод");

    private static OwnSide New(int id, StatementEntry entry) => new(new(Id(id)), entry, true);

    private static StatementLine Stored(StatementEntry entry, StatementLineStatus status) =>
        new(
            new(Id(500)),
            new(Id(501)),
            1,
            entry.Direction,
            entry.Account,
            entry.Number,
            entry.Date,
            null,
            entry.Amount,
            new(null, null, Text(entry.CounterAccount!)),
            null,
            Anna
        )
        {
            Status = status,
        };

    [Fact]
    public void Both_sides_of_one_file_are_linked()
    {
        var (sides, linked) = OwnTransfers.Link([New(1, Sent), New(2, Received)], [], Own);
        sides[new(Id(1))].Should().Be(new StatementLineId(Id(2)));
        sides[new(Id(2))].Should().Be(new StatementLineId(Id(1)));
        linked.Should().BeEmpty();
    }

    public static TheoryData<bool> Orders => [true, false];

    [Theory, MemberData(nameof(Orders))]
    public void The_sides_are_linked_whichever_file_comes_first(bool isSentFirst)
    {
        var (first, second) = isSentFirst ? (Sent, Received) : (Received, Sent);
        OwnTransfers.Link([New(1, first)], [], Own).Sides[new(Id(1))].Should().BeNull("the other side is not read yet");
        var (sides, linked) = OwnTransfers.Link(
            [New(2, second)],
            [Stored(first, StatementLineStatus.OwnTransfer)],
            Own
        );
        sides[new(Id(2))].Should().Be(new StatementLineId(Id(500)));
        linked.Should().Equal(new StatementLineLinked(new(Id(500)), new(Id(2))));
    }

    [Fact]
    public void A_line_that_waited_becomes_a_side_and_one_that_is_settled_stays()
    {
        var (_, linked) = OwnTransfers.Link([New(2, Sent)], [Stored(Received, StatementLineStatus.Waiting)], Own);
        var line = StatementLine.Evolve(Stored(Received, StatementLineStatus.Waiting), linked.Single())!;
        (line.Status, line.Counterpart).Should().Be((StatementLineStatus.OwnTransfer, new StatementLineId(Id(2))));
        PayFromLine.Refuse(line)!.Code.Should().Be("statement_line.own_transfer");
        MatchAgain.Due(line, again: true).Should().BeFalse();
        OwnTransfers
            .Link([New(2, Sent)], [Stored(Received, StatementLineStatus.Matched)], Own)
            .Linked.Should()
            .BeEmpty();
    }

    [Fact]
    public void Money_of_others_is_no_transfer()
    {
        OwnTransfers
            .Link([New(1, Side(MoneyDirection.In, Main, "40702810900000000999"))], [], Own)
            .Sides.Should()
            .BeEmpty();
        var (sides, _) = OwnTransfers.Link([New(1, Sent), New(2, Received with { Number = "18" })], [], Own);
        sides.Values.Should().OnlyContain(other => other == null, "documents of two numbers are two transfers");
    }

    [Fact]
    public void Two_equal_transfers_of_one_file_are_two_pairs()
    {
        var (sides, _) = OwnTransfers.Link([New(1, Sent), New(2, Sent), New(3, Received), New(4, Received)], [], Own);
        sides
            .OrderBy(side => side.Key.Value)
            .Select(side => side.Value?.Value)
            .Should()
            .Equal(Id(3), Id(4), Id(1), Id(2));
    }

    [Fact]
    public void A_long_file_is_linked_in_a_short_time()
    {
        var sides = Enumerable.Range(0, 8000).Select(i => New(i, Sent with { Amount = Roubles(i + 1) })).ToArray();
        var watch = Stopwatch.StartNew();
        OwnTransfers.Link(sides, [], Own).Sides.Should().HaveCount(8000);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }
}
