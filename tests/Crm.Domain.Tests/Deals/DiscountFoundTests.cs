namespace Crm.Domain.Tests;

/// <summary>The discount that was given by hand is found in every form it can take.</summary>
public sealed class DiscountFoundTests
{
    [Theory]
    [InlineData(10, 0, null, 100, null, null, 10)]
    [InlineData(0, 150, null, 100, null, null, 15)]
    [InlineData(0, 0, null, 85, 100, null, 15)]
    [InlineData(10, 0, null, 90, 100, null, 19)]
    [InlineData(0, 0, null, 120, 100, null, 0)]
    [InlineData(10, 0, null, 120, 100, null, 0)]
    [InlineData(0, 0, null, 70, 100, "dealer", 0)]
    [InlineData(10, 0, null, 70, 100, "dealer", 10)]
    [InlineData(10, 0, 10, 100, null, null, 19)]
    [InlineData(0, 0, 100, 0, null, null, 0)]
    [InlineData(100, 0, null, 100, null, null, 100)]
    [InlineData(33.33, 0, null, 0.01, null, null, 33.33)]
    public void What_is_taken_off_by_hand_is_found_in_every_shape(
        double percent,
        double sum,
        int? document,
        double price,
        int? basePrice,
        string? list,
        double found
    )
    {
        var line = TenChairs.Asked() with
        {
            Price = (decimal)price,
            DiscountPercent = (decimal)percent,
            DiscountSum = sum == 0 ? null : (decimal)sum,
            BasePrice = basePrice,
            PriceList = list,
        };
        var discount = document is { } off ? new DocumentDiscount(off, null) : null;
        var of = DiscountFound.In(Pricing.Of([line], false, Rub, discount), Rub, discount);
        (of.Whole, of.Largest, of.Lines)
            .Should()
            .BeEquivalentTo(((decimal)found, (decimal)found, new[] { (Chairs, (decimal)found) }));
    }

    [Fact]
    public void The_largest_of_all_lines_counts_and_alternatives_are_lines_too()
    {
        ImmutableArray<PricedLine> lines =
        [
            TenChairs,
            Priced(Setup, 1, 100, discount: 20),
            PricedLine.From(
                TenChairs.Asked() with
                {
                    Line = new(Id(33)),
                    DiscountPercent = 50,
                    Alternative = true,
                },
                false,
                Rub
            ),
        ];
        var found = DiscountFound.In(lines, Rub, null);
        (found.Whole, found.Largest).Should().Be((1.82m, 50m));
        found.Lines.Select(x => x.Percent).Should().Equal(0, 20, 50);
    }
}
