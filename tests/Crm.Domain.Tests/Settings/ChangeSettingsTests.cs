using Crm.Domain.Settings;

namespace Crm.Domain.Tests.Settings;

/// <summary>Settings: only differences become events; a change that others depend on is refused with every reason named.</summary>
public sealed class ChangeSettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly CompanySettings Standing = CompanySettings.Initial with
    {
        BaseCurrency = Rub,
        TimeZone = "Europe/Moscow",
    };
    private static readonly KindInUse Simple = ShippedKinds.Simple.ToKindInUse(true, 7);
    private static readonly KindInUse Sale = ShippedKinds.StandardSale.ToKindInUse(true, 3);

    [Fact]
    public void What_holds_is_no_event()
    {
        Events(Standing).Should().BeEmpty();
        Events(
                Standing with
                {
                    Calendar = new([.. WorkingCalendar.Initial.WeekDays.Reverse(), Weekday.Monday], [], []),
                }
            )
            .Should()
            .BeEmpty("order means nothing");
    }

    [Fact]
    public void Each_setting_that_differs_is_an_event_of_its_own()
    {
        var profile = new CompanyProfile("Ромашка", Email: "info@example.org");
        var calendar = new WorkingCalendar([Weekday.Monday, Weekday.Saturday], [new(2026, 1, 1)], [new(2026, 1, 4)]);
        var series = new NumberSeries(NumberSeries.Deals, "D/", 4);
        var wanted = Standing with
        {
            Profile = profile,
            BaseCurrency = new("USD"),
            TimeZone = "Asia/Tokyo",
            Languages = ["en"],
            Calendar = calendar,
            Numbers = [series, .. Standing.Numbers.Skip(1)],
            Off = [Capabilities.ReturnsAndRefunds],
        };
        var events = Events(wanted, Sale);
        TestJson
            .Of(events.AsEnumerable())
            .Should()
            .Be(
                TestJson.Of(
                    At([
                        new CompanyProfileChanged(profile),
                        new BaseCurrencyChanged(new("USD")),
                        new TimeZoneChanged("Asia/Tokyo"),
                        new LanguagesChanged(["en"]),
                        new WorkingCalendarChanged(calendar),
                        new NumberSeriesChanged(series),
                        new CapabilitySwitched(Capabilities.ReturnsAndRefunds, false),
                    ])
                )
            );
        TestJson
            .Of(events.Aggregate(Standing, CompanySettings.Evolve))
            .Should()
            .Be(TestJson.Of(wanted), "applying the events gives the requested state");
    }

    [Fact]
    public void Every_faulty_member_is_named()
    {
        Refused(
            Standing with
            {
                BaseCurrency = new("XXX"),
                TimeZone = "Mars/Olympus",
                Languages = ["ru", "de"],
                Calendar = new([], [new(2026, 5, 1)], [new(2026, 5, 1)]),
                Numbers =
                [
                    new(NumberSeries.Deals, "D1", 0),
                    new(NumberSeries.Orders, "X", 1),
                    new(NumberSeries.Invoices, "x", 1),
                ],
            }
        )
            .Faults.Select(x => (x.Pointer, x.Code))
            .Should()
            .Equal(
                ("/baseCurrency", "currency.unknown"),
                ("/timeZone", "time_zone.unknown"),
                ("/languages", "language.unknown"),
                ("/workingCalendar/weekDays", "member.empty"),
                ("/workingCalendar/workingDates", "calendar.both"),
                ("/numberSeries/deals/prefix", "number_series.prefix"),
                ("/numberSeries/deals/digits", "number_series.digits"),
                ("/numberSeries/invoices/prefix", "number_series.prefix_twice")
            );
    }

    [Fact]
    public void Every_violated_dependency_is_named()
    {
        var refused = Refused(Standing with { Off = [Capabilities.Deals, Capabilities.OrdersAndInvoices] }, Simple);
        refused.Code.Should().Be("capability.dependency_unmet");
        refused
            .Blockers.Select(x => (x.Subject, x.Expected.ToString()))
            .Should()
            .Equal(
                ("capability:guided-process", "deals: on"),
                ("capability:presentations", "deals: on"),
                ("capability:proposals", "deals: on"),
                ("capability:returns-and-refunds", "orders-and-invoices: on")
            );
        Events(Standing with { Off = [Capabilities.OrdersAndInvoices, Capabilities.ReturnsAndRefunds] }, Simple)
            .Should()
            .HaveCount(2);
    }

    [Fact]
    public void What_a_published_kind_checks_cannot_be_switched_off()
    {
        var refused = Refused(
            Standing with
            {
                Off = [Capabilities.Presentations, Capabilities.Proposals],
            },
            Simple,
            Sale
        );
        refused.Code.Should().Be("capability.in_use");
        refused
            .Blockers.Select(x => (x.Subject, x.Expected.ToString(), x.Actual.ToString()))
            .Should()
            .Equal(
                (
                    "deal-kind:standard-sale@1",
                    "presentations: no check, 0 open deals",
                    "presentation-held; published, 3 open deals"
                ),
                (
                    "deal-kind:standard-sale@1",
                    "proposals: no check, 0 open deals",
                    "proposal-issued, proposal-accepted; published, 3 open deals"
                )
            );
        Events(Standing with { Off = [Capabilities.Presentations, Capabilities.Proposals] }, Simple)
            .Should()
            .HaveCount(2);
    }

    [Fact]
    public void A_version_that_only_open_deals_follow_is_in_use_too()
    {
        Refused(Standing with { Off = [Capabilities.Interactions] }, Sale with { Published = false })
            .Code.Should()
            .Be("capability.in_use");
        Events(Standing with { Off = [Capabilities.Interactions] }, Sale with { Published = false, OpenDeals = 0 })
            .Should()
            .HaveCount(1);
        var off = Standing with { Off = [Capabilities.Interactions] };
        Decide(off, off with { Languages = ["ru"] }, Sale)
            .Events.Should()
            .HaveCount(1, "what is off already is not switched off again");
    }

    [Fact]
    public void The_closing_gate_asks_for_deliveries_only_where_it_is_settled()
    {
        ShippedKinds
            .StandardSale.ChecksThatNeed(Capabilities.OrdersAndInvoices)
            .Should()
            .Equal("order-placed", "obligations-confirmed", "shipped-in-full", "closing-gate");
        (ShippedKinds.StandardSale with { Gate = ClosingGateKind.Balanced })
            .ChecksThatNeed(Capabilities.OrdersAndInvoices)
            .Should()
            .NotContain("closing-gate");
        ShippedKinds.StandardSale.ChecksThatNeed(Capabilities.GuidedProcess).Should().NotBeEmpty();
        ShippedKinds.ManualSale.ChecksThatNeed(Capabilities.GuidedProcess).Should().BeEmpty();
        Capabilities.All.SelectMany(x => x.Needs).Should().BeSubsetOf(Capabilities.All.Select(x => x.Code));
    }

    [Fact]
    public void The_calendar_knows_the_week_the_holidays_and_the_moved_days()
    {
        var calendar = WorkingCalendar.Initial with { Holidays = [new(2026, 1, 1)], WorkingDates = [new(2026, 1, 3)] };
        calendar.IsWorking(new(2026, 1, 2)).Should().BeTrue("an ordinary Friday");
        calendar.IsWorking(new(2026, 1, 1)).Should().BeFalse("a Thursday that is a holiday");
        calendar.IsWorking(new(2026, 1, 3)).Should().BeTrue("a Saturday that is worked");
        calendar.IsWorking(new(2026, 1, 4)).Should().BeFalse("a Sunday");
    }

    [Fact]
    public void A_number_is_never_cut()
    {
        new NumberSeries(NumberSeries.Deals, "D-", 6).Number(42, 2026).Should().Be("D-000042");
        new NumberSeries(NumberSeries.Deals, "D-", 2).Number(12345, 2026).Should().Be("D-12345");
    }

    [Fact]
    public void Documents_are_numbered_per_year_unless_the_company_says_otherwise()
    {
        new NumberSeries(NumberSeries.Invoices, "СЧ", 3).Number(42, 2026).Should().Be("СЧ2026-042");
        (new NumberSeries(NumberSeries.Invoices, "СЧ-", 3) { PerYear = false }).Number(42, 2026).Should().Be("СЧ-042");
        Refused(Standing with { Numbers = [new(NumberSeries.Deals, "D-", 6) { PerYear = true }] })
            .Faults.Single()
            .Should()
            .Be(new Fault("/numberSeries/deals/perYear", "number_series.not_per_year", "false"));
    }

    [Fact]
    public void The_write_off_limit_is_a_whole_sum_in_the_base_currency()
    {
        TestJson
            .Of(Events(Standing with { WriteOffLimit = Roubles(5) }).AsEnumerable())
            .Should()
            .Be(TestJson.Of(At([new WriteOffLimitChanged(Roubles(5))])));
        Events(Standing with { WriteOffLimit = Roubles(0) }).Should().HaveCount(1, "nothing may be written off");
        Refused(Standing with { WriteOffLimit = Dollars(-0.001m) })
            .Faults.Select(x => (x.Pointer, x.Code))
            .Should()
            .Equal(
                ("/writeOffLimit/amount", "amount.negative"),
                ("/writeOffLimit/amount", "amount.too_precise"),
                ("/writeOffLimit/currency", "currency.not_base")
            );
        Standing.WriteOffLimitIn(Usd).Should().Be(Dollars(100), "an unset value follows the base currency");
    }

    [Fact]
    public void Rules_for_prices_and_wins_are_settings()
    {
        var wanted = Standing with { Prices = new(FreeTextLines.Limit, 12.5m, 20), BalancedNeedsShipment = true };
        var events = Events(wanted);
        TestJson
            .Of(events.AsEnumerable())
            .Should()
            .Be(
                TestJson.Of(
                    At([
                        new FreeTextLinesChanged(FreeTextLines.Limit, 12.5m),
                        new DefaultVatRateChanged(20),
                        new BalancedNeedsShipmentChanged(true),
                    ])
                )
            );
        var after = events.Aggregate(Standing, CompanySettings.Evolve);
        (after.Prices, after.BalancedNeedsShipment).Should().Be((wanted.Prices, true));
        foreach (var percent in new[] { -1m, 100.01m, 1.001m })
            Refused(Standing with { Prices = new(FreeTextLines.Limit, percent, null) })
                .Faults.Single()
                .Pointer.Should()
                .Be("/freeTextLimitPercent");
        Refused(Standing with { Prices = Standing.Prices with { DefaultVatRate = 13 } })
            .Faults.Single()
            .Should()
            .Match<Fault>(fault => fault.Pointer == "/defaultVatRate" && fault.Code == "vat_rate.unknown");
    }

    [Fact]
    public void A_required_shipment_needs_the_capability_of_shipments() =>
        Refused((Standing with { BalancedNeedsShipment = true }).Switched(Capabilities.OrdersAndInvoices, false))
            .Blockers.Select(x => x.Subject)
            .Should()
            .Contain("setting:balancedNeedsShipment");

    private static DomainEvent[] Events(CompanySettings wanted, params KindInUse[] kinds)
    {
        var decision = Decide(Standing, wanted, kinds);
        decision.Refused.Should().BeNull();
        return [.. decision.Events];
    }

    private static Rejection Refused(CompanySettings wanted, params KindInUse[] kinds)
    {
        var decision = Decide(Standing, wanted, kinds);
        decision.Events.Should().BeEmpty();
        return decision.Refused!;
    }

    private static Decision Decide(CompanySettings before, CompanySettings wanted, params KindInUse[] kinds) =>
        new ChangeSettings(wanted).Decide(
            before,
            kinds,
            new CommandContext(Now, null, null, Rights.All, TimeZoneInfo.Utc, () => Guid.Empty)
        );

    private static IEnumerable<DomainEvent> At(IEnumerable<DomainEvent> events) =>
        events.Select(x => x with { HappenedAt = Now });
}
