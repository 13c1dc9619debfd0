using Crm.Domain.Settings;

namespace Crm.Domain.Tests.Catalog;

/// <summary>Products and prices: only differences become events, and applying the events gives the requested state.</summary>
public sealed class CatalogTests
{
    private static readonly CommandContext Context = new(
        new(2026, 3, 2, 22, 0, 0, TimeSpan.Zero),
        null,
        null,
        Rights.All,
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"),
        Guid.CreateVersion7
    );
    private static readonly Product Table = new(
        new(Guid.Parse("00000000-0000-7000-8000-0000000000e5")),
        "T",
        "Table",
        null,
        new(100, Rub),
        20,
        null
    );
    private static readonly PriceList Retail = new("retail", "Retail", Rub, false, null, false);
    private static readonly ImmutableArray<decimal> Rates = VatRates.Initial;

    [Fact]
    public void Each_value_that_differs_is_an_event_of_its_own()
    {
        new ChangeProduct(Table, Rates).Decide(Table, Context).Events.Should().BeEmpty();
        var wanted = Table with
        {
            Code = null,
            Name = "Desk",
            Unit = "pcs",
            Price = new(1, new("USD")),
            VatRate = null,
            Cost = new(7, Rub),
            Archived = true,
        };
        var events = new ChangeProduct(wanted, Rates).Decide(Table, Context).Events;
        events
            .Select(x => x.GetType())
            .Should()
            .Equal(
                typeof(ProductRecoded),
                typeof(ProductRenamed),
                typeof(ProductUnitChanged),
                typeof(ProductPriceChanged),
                typeof(ProductVatRateChanged),
                typeof(ProductCostChanged),
                typeof(ProductArchived)
            );
        events.Should().OnlyContain(x => x.HappenedAt == Context.Now);
        events.Aggregate((Product?)Table, Product.Evolve).Should().Be(wanted);
    }

    [Fact]
    public void A_removed_rate_stays_on_existing_lines_and_is_refused_for_new_ones()
    {
        ImmutableArray<decimal> without = [10];
        new ChangeProduct(Table with { Name = "Desk" }, without).Decide(Table, Context).Events.Should().ContainSingle();
        new ChangeProduct(Table with { Archived = true }, without)
            .Decide(Table, Context)
            .Events.Should()
            .ContainSingle();
        new ChangeProduct(Table with { VatRate = 22 }, without)
            .Decide(Table, Context)
            .Refused!.Faults.Should()
            .Equal(new Fault("/vatRate", "vat_rate.unknown", "10, 20"));
        new ChangeProduct(Table, without)
            .Decide(Table with { Archived = true }, Context)
            .Refused!.Faults.Should()
            .Equal(new Fault("/vatRate", "vat_rate.unknown", "10"));
    }

    [Fact]
    public void A_price_holds_from_its_day_until_the_next()
    {
        var book = new PriceBook([new(Table.Id, new(2026, 3, 1), 30), new(Table.Id, new(2026, 1, 1), 10)]);
        book.On(Table.Id, new(2025, 12, 31)).Should().BeNull();
        book.On(Table.Id, new(2026, 2, 28))!.Price.Should().Be(10);
        book.On(Table.Id, new(2026, 3, 1))!.Price.Should().Be(30);
        book.On(new(Guid.NewGuid()), new(2026, 3, 1)).Should().BeNull();
    }

    [Fact]
    public void Prices_that_hold_leave_no_event_and_the_others_come_as_one()
    {
        var book = new PriceBook([new(Table.Id, new(2026, 1, 1), 10)]);
        var other = new ProductId(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
        Set(book, new WantedPrice(Table.Id, new(2026, 1, 1), 10), new WantedPrice(Table.Id, null, 10))
            .Events.Should()
            .BeEmpty();
        var set = Set(book, new(Table.Id, new(2026, 2, 1), 10), new(other, null, 5))
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<ListPricesSet>()
            .Which;
        // It is the third of March already in Moscow.
        set.Prices.Should()
            .Equal(new ListPrice(other, new(2026, 3, 3), 5), new ListPrice(Table.Id, new(2026, 2, 1), 10));
        new SetListPrices([new(other, null, 5)])
            .Decide(Retail with { Archived = true }, book, Context)
            .Refused!.Code.Should()
            .Be("price_list.archived");
    }

    [Fact]
    public void A_list_keeps_what_its_prices_mean()
    {
        var wanted = Retail with { Title = "Shop", ValidFrom = new(2026, 1, 1), Archived = true };
        var events = new ChangePriceList(wanted).Decide(Retail, Context).Events;
        events
            .Select(x => x.GetType())
            .Should()
            .Equal(typeof(PriceListRetitled), typeof(PriceListStartChanged), typeof(PriceListArchived));
        events.Aggregate((PriceList?)Retail, PriceList.Evolve).Should().Be(wanted);
        (Retail with { Code = "Not so" }).Faults().Should().ContainSingle().Which.Code.Should().Be("code.invalid");
    }

    [Fact]
    public void A_list_is_open_to_all_or_granted_to_roles_and_clients()
    {
        var grants = new PriceListGrants(["b", "a", "a"], [new(Id(8)), new(Id(7))]);
        var changed = new ChangePriceList(Retail with { Grants = grants }).Decide(Retail, Context);
        var granted = changed.Events.Aggregate((PriceList?)Retail, PriceList.Evolve)!;
        granted.Grants.Should().Be(new PriceListGrants(["a", "b"], [new(Id(7)), new(Id(8))]));
        new ChangePriceList(Retail with { Grants = grants })
            .Decide(granted, Context)
            .Events.Should()
            .BeEmpty("order and repetition mean nothing");
        new ChangePriceList(Retail)
            .Decide(granted, Context)
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<PriceListGrantsChanged>()
            .Which.Grants.Should()
            .BeNull();
        new ChangePriceList(Retail with { Grants = new([], []) })
            .Decide(Retail, Context)
            .Refused!.Faults.Single()
            .Pointer.Should()
            .Be("/grants");
    }

    [Fact]
    public void Rates_of_VAT_are_a_setting_in_one_order()
    {
        var before = CompanySettings.Initial with { BaseCurrency = Rub, TimeZone = "Europe/Moscow" };
        Change(before, before with { VatRates = [22, 20, 20, 10, 7, 5, 0] })
            .Events.Should()
            .BeEmpty("order and repetition mean nothing");
        Change(before, before with { VatRates = [20, 8.25m] })
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<VatRatesChanged>()
            .Which.Rates.Should()
            .Equal(8.25m, 20);
        Change(before, before with { VatRates = [101, 1.234m] })
            .Refused!.Faults.Select(x => (x.Pointer, x.Code))
            .Should()
            .Equal(("/vatRates/0", "percent.out_of_range"), ("/vatRates/1", "amount.too_precise"));
        Change(before, before with { VatRates = [] }).Refused!.Faults.Should().ContainSingle();
        var refused = Change(
            before,
            before with
            {
                VatRates = [0],
            },
            new RateInUse(20, 3, Table.Id),
            new RateInUse(17, 1, Table.Id)
        ).Refused!;
        refused
            .Should()
            .Be(
                Rejection.Conflict(
                    "vat_rate.in_use",
                    new Blocker(
                        "vat_rate.in_use",
                        "vat-rate:20",
                        "0 products",
                        "3 products",
                        Fixes.To("editProduct", ("productId", Table.Id))
                    )
                )
            );
    }

    private static Decision Set(PriceBook book, params WantedPrice[] prices) =>
        new SetListPrices([.. prices]).Decide(Retail, book, Context);

    private static Decision Change(CompanySettings before, CompanySettings wanted, params RateInUse[] used) =>
        new ChangeSettings(wanted) { RatesInUse = [.. used] }.Decide(before, [], Context);
}
