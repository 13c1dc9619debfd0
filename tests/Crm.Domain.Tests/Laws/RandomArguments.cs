using Crm.Domain.CustomFields;

namespace Crm.Domain.Tests;

/// <summary>Ids, amounts, lines and other arguments of random commands.</summary>
internal static class RandomArguments
{
    public static readonly decimal[] Amounts =
    [
        0.01m,
        1,
        33.33m,
        40,
        100,
        120,
        500,
        1200,
        2400,
        0.001m,
        0,
        -5,
        1_000_000_000_000_000m,
        999_999_999_999_999m,
    ];

    public static readonly decimal[] Quantities = [1, 2, 3, 10, 0.5m, 7, 0.333333m, 1, 4, 0, -1, 1_000_000_000];
    public static readonly decimal[] Prices = [0.01m, 10, 33.33m, 100, 0, 99.999999m, 1_000_000_000_000_000m];
    private static readonly decimal[] Discounts = [0, 0, 10, 33.3m, 100];
    private static readonly decimal?[] Rates = [null, 0, 10, 20, 22];

    public static T Pick<T>(ReadOnlySpan<T> from, int n) => from[n % from.Length];

    public static ImmutableArray<PricedLine> Lines(RandomWalk walk, Step s)
    {
        var lines = Enumerable
            .Range(0, s.A % 13 == 0 ? 0 : 1 + s.C % 3)
            .Select(i =>
                Priced(
                    new LineId(walk.NewId()),
                    Pick(Quantities, s.A + i),
                    Pick(Prices, s.B + i),
                    Pick(Rates, s.C + i),
                    Pick(Discounts, s.Amount + i),
                    s.C % 2 == 0,
                    null,
                    Paid(s)
                )
            )
            .Select(
                (x, i) =>
                    (s.A + i) % 7 == 0
                        ? PricedLine.From(
                            x.Asked() with
                            {
                                DiscountSum = Pick(Amounts, s.B),
                                BasePrice = Pick(Prices, s.C),
                                PriceList = s.B % 2 == 0 ? "dealer" : null,
                                Alternative = s.B % 5 == 0,
                            },
                            s.C % 2 == 0,
                            Paid(s)
                        )
                        : x
            )
            .ToImmutableArray();
        return s.B % 29 == 0 && lines.Length > 0 ? lines.Add(lines[0]) : lines;
    }

    public static DomainEvent Change(Step s) =>
        (s.Verb % 8) switch
        {
            0 => new DealRetitled($"Deal {s.A % 3}"),
            1 or 2 => new ExpectedAmountChanged(s.A % 5 == 0 ? null : Sum(s)),
            3 => new ProbabilityChanged(s.A % 3 == 0 ? null : s.A % 130 - 10),
            4 => new SourceChanged(s.A % 2 == 0 ? "web" : null),
            5 => new ExpectedCloseChanged(s.A % 2 == 0 ? new DateOnly(2026, 5, 1).AddDays(s.B % 9) : null),
            6 => new CustomFieldsChanged(
                new([
                    .. Enumerable
                        .Range(0, 1 + s.B % 2)
                        .Select(i => new FieldValue(
                            Pick<string>(["colour", "size", "a-b"], s.A + i),
                            FieldType.Number,
                            s.C % 4 == 0 ? null : $"{s.C % 5}",
                            null
                        )),
                ])
            ),
            _ => s.A % 2 == 0
                ? new DealCommentChanged(s.B % 2 == 0 ? Why : null)
                : new ExternalRefsChanged([new ExternalRef("erp", $"{s.B % 3}")]),
        };

    public static IssueInvoice Invoice(RandomWalk walk, Step s)
    {
        var id = Fresh(s, walk, [.. walk.Deal.Ledger.Invoices.Keys], x => new InvoiceId(x));
        return (s.B % 4) switch
        {
            0 => new IssueInvoice(id, OneOrder(walk, s).Id, null, null, null, Paid(s), null, null),
            1 => new IssueInvoice(id, OneOrder(walk, s).Id, Parts(walk, s), null, null, Paid(s), null, null),
            2 => new IssueInvoice(id, null, null, Lines(walk, s), null, Paid(s), null, null),
            _ => new IssueInvoice(
                id,
                s.C % 2 == 0 ? null : OneOrder(walk, s).Id,
                null,
                null,
                Sum(s),
                Paid(s with { Amount = s.Amount + s.A % 2 }),
                null,
                null
            ),
        };
    }

    public static AcceptReturn Return(RandomWalk walk, Step s)
    {
        var shipment =
            s.A % 11 == 0 || walk.Deal.Ledger.Shipments.IsEmpty
                ? null
                : walk.Deal.Ledger.Shipments.Values.ElementAt(s.A % walk.Deal.Ledger.Shipments.Count);
        var lines =
            shipment
                ?.Lines.Select(x => new LineQuantity(x.Key, s.C % 5 == 0 ? Pick(Quantities, s.C) : x.Value.Quantity))
                .ToImmutableArray()
            ?? Parts(walk, s);
        return new AcceptReturn(
            new ReturnId(walk.NewId()),
            shipment?.Id ?? new ShipmentId(Id(999)),
            s.Time % 9 == 0 ? null : lines,
            Why
        );
    }

    public static ProposalContent Offered(RandomWalk walk, Step s) =>
        new(Lines(walk, s), Paid(s), s.C % 2 == 0, DateOnly.FromDateTime(walk.Now.Date).AddDays(s.A % 12 - 2), null);

    public static ImmutableArray<LineQuantity> Parts(RandomWalk walk, Step s)
    {
        var order = OneOrder(walk, s);
        var parts = order
            .Lines.Values.Take(1 + s.B % 3)
            .Select(x => new LineQuantity(
                x.Id,
                (s.C % 4) switch
                {
                    0 => x.Rest,
                    1 => Pick(Quantities, s.C),
                    2 => x.Quantity,
                    _ => s.C % 8 == 3 ? x.Rest / 3 : Math.Round(x.Rest / 3, 6),
                }
            ))
            .ToImmutableArray();
        return s.B % 17 == 0
            ? parts.Add(new LineQuantity(s.C % 2 == 0 && parts.Length > 0 ? parts[0].Line : new LineId(Id(999)), 1))
            : parts;
    }

    public static (OrderId Id, ImmutableSortedDictionary<LineId, OrderLine> Lines) OneOrder(RandomWalk walk, Step s) =>
        s.A % 19 == 0 || walk.Deal.Ledger.Orders.IsEmpty
            ? (new OrderId(Id(999)), ImmutableSortedDictionary<LineId, OrderLine>.Empty)
            : walk
                .Deal.Ledger.Orders.Values.Select(x => (x.Id, x.Lines))
                .ElementAt(s.A % walk.Deal.Ledger.Orders.Count);

    public static ProposalId OneProposal(RandomWalk walk, Step s) =>
        One([.. walk.Deal.Proposals.Keys], s, x => new ProposalId(x));

    public static InvoiceId OneInvoice(RandomWalk walk, Step s) =>
        One([.. walk.Deal.Ledger.Invoices.Keys], s, x => new InvoiceId(x));

    public static PaymentId OnePayment(RandomWalk walk, Step s) =>
        One([.. walk.Deal.Ledger.Payments.Select(payment => payment.Id)], s, x => new PaymentId(x));

    public static StageTaskId OneTask(RandomWalk walk, Step s) =>
        s.B % 3 > 0 && walk.Deal.OpenTasks.FirstOrDefault() is { } open
            ? open.Id
            : One([.. walk.Deal.Tasks.Keys], s, x => new StageTaskId(x));

    public static T One<T>(T[] known, Step s, Func<Guid, T> of) =>
        s.A % 19 == 0 || known.Length == 0 ? of(Id(999)) : known[s.A % known.Length];

    public static T Fresh<T>(Step s, RandomWalk walk, T[] taken, Func<Guid, T> of) =>
        s.A % 17 == 0 && taken.Length > 0 ? taken[s.A % taken.Length] : of(walk.NewId());

    public static InteractionId[] InteractionIds(RandomWalk walk) =>
        [.. walk.Events.OfType<InteractionRecorded>().Select(x => x.Interaction)];

    public static PresentationId[] Presentations(RandomWalk walk) =>
        [.. walk.Events.OfType<PresentationHeld>().Select(x => x.Presentation)];

    public static Currency Paid(Step s) =>
        (s.Amount % 40) switch
        {
            0 => Usd,
            1 => new Currency("JPY"),
            _ => Rub,
        };

    public static Money Sum(Step s, RandomWalk? walk = null) =>
        walk is not null && s.B % 3 == 0 && Debt(walk) is > 0 and var debt
            ? new Money(debt, Paid(s))
            : new Money(Pick(Amounts, s.Amount), Paid(s with { Amount = s.C }));

    public static decimal Debt(RandomWalk walk) => walk.Deal.Ledger.Balance.ClientOwes + walk.Deal.Ledger.Balance.WeOwe;
}
