using System.Globalization;

namespace Crm.Domain.Tests;

/// <summary>The people, things and amounts that tests use.</summary>
public static class Known
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    public static readonly Currency Rub = new("RUB");
    public static readonly Currency Usd = new("USD");
    public static readonly DealId TheDeal = new(Id(1));
    public static readonly ClientId Acme = new(Id(2));
    public static readonly UserId Anna = new(Id(3));
    public static readonly UserId Boris = new(Id(4));
    public static readonly InteractionId Call = new(Id(10));
    public static readonly PresentationId Demo = new(Id(11));
    public static readonly ProposalId Offer = new(Id(20));
    public static readonly ProposalId OtherOffer = new(Id(21));
    public static readonly ProposalId ThirdOffer = new(Id(22));
    public static readonly OrderId TheOrder = new(Id(30));
    public static readonly LineId Chairs = new(Id(31));
    public static readonly LineId Setup = new(Id(32));
    public static readonly InvoiceId TheInvoice = new(Id(40));
    public static readonly PaymentId ThePayment = new(Id(50));
    public static readonly ShipmentId TheShipment = new(Id(60));
    public static readonly RefundId TheRefund = new(Id(70));
    public static readonly ReturnId TheReturn = new(Id(80));
    public static readonly WriteOffId TheWriteOff = new(Id(85));
    public static readonly CommentId TheComment = new(Id(90));
    public static readonly Personal Why = Text("because");
    public static readonly ClientStanding InGoodStanding = new(Acme, 3, IsPerson: false, []);

    /// <summary>An instant of 2026 in UTC.</summary>
    public static DateTimeOffset Utc(int month, int day, string time) =>
        new(
            new DateOnly(2026, month, day).ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture)),
            TimeSpan.Zero
        );

    public static Guid Id(int n) =>
        Guid.Parse("00000000-0000-7000-8000-" + n.ToString("x12", CultureInfo.InvariantCulture));

    public static Personal Text(string text) => Personal.Seal(text, "salt");

    public static Money Roubles(decimal amount) => new(amount, Rub);

    public static Money Dollars(decimal amount) => new(amount, Usd);

    public static LostReason Lost(string code) => ShippedReasons.All.Single(x => x.Code == code);

    public static PricedLine Priced(
        LineId id,
        decimal quantity,
        decimal price,
        decimal? vat = 20,
        decimal discount = 0,
        bool includesVat = false,
        decimal? cost = null,
        Currency? currency = null
    ) =>
        PricedLine.From(
            new LineDraft(id, null, "thing", quantity, "pcs", price, discount, vat, cost),
            includesVat,
            currency ?? Rub
        );

    /// <summary>10 chairs at 100.00 without VAT of 20 %: 1200.00 in all.</summary>
    public static readonly PricedLine TenChairs = Priced(Chairs, 10, 100, cost: 60);

    public static ProposalContent Content(params ReadOnlySpan<PricedLine> lines) =>
        new([.. lines], Rub, PriceIncludesVat: false, new DateOnly(2026, 3, 31), null);

    public static readonly ProposalContent Chairs10 = Content(TenChairs);

    public static InterestLine Interested(Money? amount = null) => new(null, "chairs", 10, "pcs", amount);
}
