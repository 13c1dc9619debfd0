using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Numbers of documents: left open by the decision, counted per series and year of the company's business day.</summary>
public sealed class NumberingTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 12, 31, 21, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_year_is_that_of_the_company_day_on_which_it_happened()
    {
        var given = Deals.SimpleOrder.At(NewYear.AddDays(3));
        Given(given).When(Verbs.Invoiced, at: NewYear.AddMicroseconds(-1)).Then(Issued("I-2026-000001", TheInvoice));
        var first = Given(given).When(Verbs.Invoiced with { Parts = [new(Known.Chairs, 1)] }, at: NewYear);
        first.Decision.Events.OfType<InvoiceIssued>().Single().Number.Should().Be("I-2027-000001");
    }

    [Fact]
    public void A_decision_leaves_every_number_open()
    {
        var context = new DecisionContext(Deals.SimpleOrder.Deal, Deals.Simple.Process, Context(NumberSeries.Initial));
        Verbs.Invoiced.Decide(context).Events.OfType<InvoiceIssued>().Single().Number.Should().BeEmpty();
        Verbs.Pay(1).Decide(context).Events.OfType<PaymentReceived>().Single().Number.Should().BeEmpty();
        Verbs.Ship(1).Decide(context).Events.OfType<ShipmentMade>().Single().Number.Should().BeEmpty();
    }

    [Fact]
    public void Many_of_one_series_follow_each_other_in_the_order_of_the_events()
    {
        var context = Context(NumberSeries.Initial);
        DomainEvent[] events =
        [
            Issued("", new(Id(41))),
            new InvoiceCancelled(TheInvoice, null),
            Issued("", new(Id(42))),
            Issued("kept", new(Id(43))),
            new DebtWrittenOff(TheWriteOff, "", Roubles(1), DebtSide.Us, Why),
        ];
        events = [.. events.Select(x => x with { HappenedAt = NewYear })];
        Numbering
            .Wanted(events, context)
            .Should()
            .Equal((NumberSeries.Invoices, 2027, 2), (NumberSeries.WriteOffs, 2027, 1));
        var filled = Numbering.Filled(
            events,
            context,
            new Dictionary<(string, int), long>
            {
                [(NumberSeries.Invoices, 2027)] = 7,
                [(NumberSeries.WriteOffs, 2027)] = 3,
            }
        );
        filled.OfType<InvoiceIssued>().Select(x => x.Number).Should().Equal("I-2027-000007", "I-2027-000008", "kept");
        filled.OfType<DebtWrittenOff>().Single().Number.Should().Be("W-2027-000003");
    }

    [Fact]
    public void A_series_that_goes_through_has_one_counter_for_all_years()
    {
        var context = Context([
            .. NumberSeries.Initial.Select(x => x.Of == NumberSeries.Invoices ? x with { PerYear = false } : x),
        ]);
        DomainEvent[] events =
        [
            Issued("", TheInvoice) with
            {
                HappenedAt = NewYear.AddYears(-5),
            },
            Issued("", TheInvoice) with
            {
                HappenedAt = NewYear,
            },
        ];
        Numbering.Wanted(events, context).Should().Equal((NumberSeries.Invoices, 0, 2));
    }

    [Fact]
    public void What_is_no_document_and_what_was_recorded_before_it_had_a_number_ask_for_none() =>
        Numbering
            .Wanted(
                [new PaymentReceived(ThePayment, Roubles(1), null, null, []), new InvoicePaid(TheInvoice)],
                Context(NumberSeries.Initial)
            )
            .Should()
            .BeEmpty();

    private static InvoiceIssued Issued(string number, InvoiceId id) =>
        new(
            id,
            number,
            TheOrder,
            [new(Known.Chairs, null, "thing", 10, "pcs", 100, 0, 20, 1000, 200, 1200)],
            false,
            Roubles(1200),
            1000,
            200,
            null
        );

    private static CompanyCommandContext Context(ImmutableArray<NumberSeries> numbers) =>
        new(NewYear.AddDays(9), null, Anna, Rights.All, Moscow, () => Id(1))
        {
            Numbers = numbers,
            WriteOffLimit = Roubles(100),
        };
}
