using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>
/// Over random orders and random shipments, invoices, returns, cancellations and reissues: net + VAT = total in every line, part and
/// document, and the parts of a line sum to the line.
/// </summary>
public sealed class PartsAddUpTests
{
    private static readonly Cases Sequences = new(Few: 600, Full: 4000);

    private static readonly Gen<(int Sort, int A, int B)[]> Steps = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 1000],
        Gen.Int[0, 1000]
    ).Array[5, 30];

    [Fact]
    public void Every_line_part_and_document_adds_up_and_parts_sum_to_their_line()
    {
        var (parts, whole, derived) = (0, 0, 0);
        Gen.Select(RandomDocuments.Documents, Steps)
            .Sample(
                (documents, steps) =>
                {
                    var sales = new RandomSales(documents.Document, steps[0].A);
                    foreach (var (sort, a, b) in steps)
                        sales.Do(sort, a, b);
                    foreach (var domainEvent in sales.Story.Events)
                        DocumentAmounts.AddUp(domainEvent);
                    var found = PartsOracle.Check(sales.Story.Events);
                    Interlocked.Add(ref parts, found.Parts);
                    Interlocked.Add(ref whole, found.Whole);
                    Interlocked.Add(ref derived, found.Derived);
                },
                iter: Sequences.Count,
                threads: 2
            );
        parts.Should().BeGreaterThan(Sequences.AtLeast(10_000));
        whole.Should().BeGreaterThan(Sequences.AtLeast(1000));
        derived.Should().BeGreaterThan(Sequences.AtLeast(100), "parts that rounding each amount by itself would break");
    }

    [Fact]
    public void With_VAT_on_top_net_and_VAT_are_rounded_and_total_is_derived()
    {
        var line = Priced(Chairs, 10, 9.569m, vat: 22);
        (line.Net, line.Vat, line.Total).Should().Be((95.69m, 21.05m, 116.74m));
        var story = Deals
            .Simple.Did(Verbs.OrderOf(null, line))
            .Did(Verbs.Ship(1))
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Ship(8, new(Id(62))));
        // Rounded each by itself, the first part had net 9.57, VAT 2.11 and total 11.67.
        Sums(story).Should().Equal((9.57m, 2.11m, 11.68m), (9.57m, 2.10m, 11.67m), (76.55m, 16.84m, 93.39m));
    }

    [Fact]
    public void With_VAT_inside_total_and_VAT_are_rounded_and_net_is_derived()
    {
        var line = Priced(Chairs, 3, 3.3333m, includesVat: true);
        (line.Net, line.Vat, line.Total).Should().Be((8.33m, 1.67m, 10.00m));
        var story = Deals
            .Simple.Did(Verbs.OrderOf(null, line) with { PriceIncludesVat = true })
            .Did(Verbs.Ship(1))
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Ship(1, new(Id(62))));
        Sums(story).Should().Equal((2.77m, 0.56m, 3.33m), (2.79m, 0.55m, 3.34m), (2.77m, 0.56m, 3.33m));
    }

    /// <summary>Total and VAT decide about debts and tax: they stay exact, and the net amount takes the difference.</summary>
    [Fact]
    public void Parts_that_an_earlier_build_stored_keep_their_amounts_and_what_follows_adds_up()
    {
        var line = Priced(Chairs, 3, 9.5667m, vat: 22);
        var order = Deals.Simple.Did(Verbs.OrderOf(null, line));
        var made = order.Did(Verbs.Ship(1)).Events.OfType<ShipmentMade>().Single();
        var stored = made with { Lines = [made.Lines[0] with { Net = 9.57m, Vat = 2.11m, Total = 11.67m }] };
        var story = order
            .Appended(Decision.Accept(stored), 0)
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Ship(1, new(Id(62))));
        var shipped = story.Events.OfType<ShipmentMade>().SelectMany(x => x.Lines).ToArray();
        (shipped[0].Net, shipped[0].Vat, shipped[0].Total).Should().Be((9.57m, 2.11m, 11.67m));
        shipped[1..].Should().OnlyContain(x => x.Net + x.Vat == x.Total);
        (shipped.Sum(x => x.Vat), shipped.Sum(x => x.Total)).Should().Be((line.Vat, line.Total));
        story.Deal.Ledger.Balance.Undelivered.Should().Be(0);
    }

    [Fact]
    public void An_invoice_that_an_earlier_build_stored_is_reissued_with_amounts_that_add_up()
    {
        var order = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 3, 9.5667m, vat: 22)));
        var issued = order
            .Did(Verbs.Invoiced with { Parts = [new(Chairs, 1)] })
            .Events.OfType<InvoiceIssued>()
            .Single();
        var stored = issued with
        {
            Lines = [issued.Lines[0] with { Net = 9.57m, Vat = 2.11m, Total = 11.67m }],
            Net = 9.57m,
            Vat = 2.11m,
            Total = Roubles(11.67m),
        };
        var anew = order
            .Appended(Decision.Accept(stored), 0)
            .Did(new ReissueInvoice(new(Id(41)), stored, null, null, Why))
            .Events.OfType<InvoiceIssued>()
            .Last();
        (anew.Net, anew.Vat, anew.Total.Amount).Should().Be((9.56m, 2.11m, 11.67m));
        DocumentAmounts.AddUp(anew);
    }

    [Fact]
    public void A_whole_shipment_comes_back_with_exactly_its_amounts()
    {
        var story = Deals
            .Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 3, 33.335m, vat: null)))
            .Did(Verbs.Ship(1))
            .Did(Verbs.Ship(1, new(Id(61))))
            .Did(Verbs.Return(1) with { Shipment = new(Id(61)) });
        // As a part of the order line it would be its first one: 33.34.
        (
            story.Events.OfType<ShipmentMade>().Last().Lines[0].Total,
            story.Events.OfType<ReturnAccepted>().Single().Lines[0].Total
        )
            .Should()
            .Be((33.33m, 33.33m));
    }

    [Fact]
    public void Also_one_that_an_earlier_build_stored()
    {
        var order = Deals.Simple.Did(Verbs.OrderOf(null, Priced(Chairs, 3, 9.5667m, vat: 22)));
        var made = order.Did(Verbs.Ship(1)).Events.OfType<ShipmentMade>().Single();
        var stored = made with { Lines = [made.Lines[0] with { Net = 9.57m, Vat = 2.11m, Total = 11.67m }] };
        var back = order.Appended(Decision.Accept(stored), 0).Did(Verbs.Return(1)).Events.OfType<ReturnAccepted>();
        var line = back.Single().Lines[0];
        (line.Net, line.Vat, line.Total).Should().Be((9.57m, 2.11m, 11.67m));
    }

    private static IEnumerable<(decimal, decimal, decimal)> Sums(Story story) =>
        story.Events.OfType<ShipmentMade>().SelectMany(x => x.Lines).Select(x => (x.Net, x.Vat, x.Total));
}
