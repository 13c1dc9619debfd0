using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

public sealed class OpenDealTests
{
    private static readonly OpenDeal Plain = new(
        TheDeal,
        "D-1",
        "Chairs",
        null,
        Anna,
        null,
        null,
        null,
        [],
        null,
        null,
        []
    );
    private static readonly Cause ByOpening = Cause.Rule("deal.opened");

    [Fact]
    public void A_guided_deal_enters_its_first_stage_in_the_same_append() =>
        Opens(
            Plain,
            ShippedKinds.StandardSale,
            null,
            Opened(ShippedKinds.StandardSale, Monday),
            new StageEntered("first-contact", 10, null, StageMove.Opening) { Cause = ByOpening, HappenedAt = Monday },
            new StageTaskRaised(new(Id(1)), "record-first-contact", "first-contact", Utc(3, 4, "20:59:59"), true, false)
            {
                Cause = ByOpening,
                HappenedAt = Monday,
            }
        );

    [Fact]
    public void A_manual_one_too_without_tasks() =>
        Opens(
            Plain,
            ShippedKinds.ManualSale,
            null,
            Opened(ShippedKinds.ManualSale, Monday),
            new StageEntered("prospecting", 10, null, StageMove.Opening) { Cause = ByOpening, HappenedAt = Monday }
        );

    [Fact]
    public void One_without_stages_is_just_open() =>
        Opens(Plain, ShippedKinds.Simple, null, Opened(ShippedKinds.Simple, Monday));

    [Fact]
    public void A_back_dated_one_whose_task_is_overdue_already_gets_no_timer() =>
        Opens(
            Plain,
            ShippedKinds.StandardSale,
            Monday.AddDays(-30),
            Opened(ShippedKinds.StandardSale, Monday.AddDays(-30)),
            new StageEntered("first-contact", 10, null, StageMove.Opening)
            {
                Cause = ByOpening,
                HappenedAt = Monday.AddDays(-30),
            },
            new StageTaskRaised(
                new(Id(1)),
                "record-first-contact",
                "first-contact",
                Utc(2, 2, "20:59:59"),
                false,
                false
            )
            {
                Cause = ByOpening,
                HappenedAt = Monday.AddDays(-30),
            }
        );

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        Refuses(Plain with { ExpectedAmount = Roubles(-1) }, "validation.failed");
        Refuses(Plain with { Probability = 101 }, "validation.failed");
        Refuses(Plain with { ExpectedAmount = Roubles(1), Interest = [Interested(Dollars(1))] }, "currency.differs");
        Refuses(Plain, "happened_at.future", Monday.AddSeconds(6));
        Refuses(Plain, "backdate.not_permitted", Monday.AddSeconds(-6), Rights.None);
    }

    [Fact]
    public void Default_probabilities_are_those_of_the_stages()
    {
        ShippedKinds.StandardSale.Stages.Select(x => x.Probability).Should().Equal(10, 20, 40, 50, 70, 80, 90);
        ShippedKinds.ManualSale.Stages.Select(x => x.Probability).Should().Equal(10, 30);
        (Deals.Simple.Deal.Probability, Deals.Opened.Deal.Probability, Deals.InFulfilment.Deal.Probability)
            .Should()
            .Be((0, 10, 90));
    }

    [Fact]
    public void Tasks_of_the_standard_sale_are_due_and_done_once_as_written() =>
        ShippedKinds
            .StandardSale.Stages.SelectMany(s =>
                s.Tasks.Select(x =>
                    $"{s.Code} {x.Code} {x.Due.Days}{(x.Once ? " once" : "")}{(s.Rework is [var r, ..] ? " < " + r.To : "")}"
                )
            )
            .Should()
            .Equal(
                "first-contact record-first-contact 2 once",
                "qualification qualify-client 2 once",
                "proposal prepare-proposal 3",
                "presentation hold-presentation 5 once < proposal",
                "terms agree-terms 7 < proposal",
                "terms place-order 1 once < proposal",
                "preparation confirm-obligations 2",
                "fulfilment fulfil-obligations 14",
                "fulfilment record-win 1"
            );

    private static DealOpened Opened(DealProcess process, DateTimeOffset at) =>
        new("D-1", "Chairs", process.Pin, null, Anna, null, null, null, [], null, null, []) { HappenedAt = at };

    private static void Opens(
        OpenDeal command,
        DealProcess process,
        DateTimeOffset? at,
        params ReadOnlySpan<DomainEvent> events
    )
    {
        var decision = command.Decide(process, Context(at, Rights.All));
        decision.Refused.Should().BeNull();
        TestJson.Of(decision.Events).Should().Be(TestJson.Of(events.ToArray()));
    }

    private static void Refuses(OpenDeal command, string code, DateTimeOffset? at = null, Rights rights = Rights.All)
    {
        var decision = command.Decide(ShippedKinds.StandardSale, Context(at, rights));
        (decision.Refused?.Code, decision.Events.Length).Should().Be((code, 0));
    }

    private static CompanyCommandContext Context(DateTimeOffset? at, Rights rights)
    {
        var used = 0;
        return new(Monday, at, Anna, rights, Moscow, () => Id(++used)) { WriteOffLimit = Roubles(100) };
    }
}
