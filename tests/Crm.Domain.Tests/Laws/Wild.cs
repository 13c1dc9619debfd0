using Crm.Domain.CustomFields;

namespace Crm.Domain.Tests;

/// <summary>Commands of every sort, legal or not: unknown ids, foreign lines, huge and senseless amounts.</summary>
public static class Wild
{
    private static readonly decimal[] Amounts =
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
    private static readonly decimal[] Quantities = [1, 2, 3, 10, 0.5m, 7, 0.333333m, 1, 4, 0, -1, 1_000_000_000];
    private static readonly decimal[] Prices = [0.01m, 10, 33.33m, 100, 0, 99.999999m, 1_000_000_000_000_000m];
    private static readonly decimal[] Discounts = [0, 0, 10, 33.3m, 100];
    private static readonly decimal?[] Rates = [null, 0, 10, 20, 22];

    public static DealCommand Command(Walk walk, Step s) =>
        (s.Verb % 46) switch
        {
            0 or 1 => new RecordInteraction(
                Fresh(s, walk, Interactions(walk), x => new InteractionId(x)),
                (InteractionKind)(s.B % 6),
                (Direction)(s.C % 2),
                null,
                Why,
                []
            ),
            2 => new RecordPresentation(
                Fresh(s, walk, Presentations(walk), x => new PresentationId(x)),
                walk.Now.AddDays(s.B % 5 - 3),
                null,
                [],
                [],
                Why
            ),
            3 => new IdentifyClient(s.A % 2 == 0 ? Acme : new ClientId(Id(5))),
            4 => new SetInterest(
                s.A % 5 == 0
                    ? []
                    :
                    [
                        Interested(s.B % 2 == 0 ? Sum(s) : null),
                        new InterestLine(null, s.C % 9 == 0 ? null : "more", Pick(Quantities, s.C), null, null),
                    ]
            ),
            5 => new EditDeal([Change(s)]),
            6 => new EditDeal([Change(s), Change(s with { Verb = s.B, A = s.A + 1 })]),
            7 => new AssignManager(s.A % 2 == 0 ? Anna : Boris),
            8 => new SetParticipants(s.A % 3 == 0 ? [] : [Anna, new UserId(Id(s.B % 3))]),
            9 => new AddComment(new CommentId(walk.NewId()), Why),
            10 => new DraftProposal(
                Fresh(s, walk, [.. walk.Deal.Proposals.Keys], x => new ProposalId(x)),
                Offered(walk, s)
            ),
            11 => new EditProposal(OneProposal(walk, s), Offered(walk, s)),
            12 or 13 => new IssueProposal(OneProposal(walk, s), Offered(walk, s)),
            14 => new ReviseProposal(
                OneProposal(walk, s),
                Fresh(s, walk, [.. walk.Deal.Proposals.Keys], x => new ProposalId(x))
            ),
            15 => new SendProposal(OneProposal(walk, s)),
            16 => new AcceptProposal(OneProposal(walk, s), null),
            17 => new DeclineProposal(OneProposal(walk, s), Why),
            18 => (s.C % 5) switch
            {
                0 => new RequestDiscountApproval(OneProposal(walk, s), Offered(walk, s), 1 + s.B % 2, Why),
                1 => new ApproveDiscount(OneProposal(walk, s), 1 + s.B % 2, null),
                2 => new RejectDiscount(OneProposal(walk, s), 1 + s.B % 2, Why),
                _ => new WithdrawProposal(OneProposal(walk, s), Why),
            },
            19 => new PlaceOrder(
                Fresh(s, walk, [.. walk.Deal.Ledger.Orders.Keys], x => new OrderId(x)),
                s.B % 3 == 0 ? OneProposal(walk, s) : null,
                s.C % 2 == 0,
                Paid(s),
                Lines(walk, s)
            ),
            20 => new CancelOrderLines(OneOrder(walk, s).Id, Parts(walk, s), Why),
            21 => Invoice(walk, s),
            22 => new CancelInvoice(OneInvoice(walk, s), Why),
            23 => new RecordPayment(
                Fresh(s, walk, [.. walk.Deal.Ledger.Payments.Keys], x => new PaymentId(x)),
                Sum(s, walk),
                s.A % 9 == 0 ? DateOnly.FromDateTime(walk.Now.Date).AddDays(s.B % 3) : null,
                null,
                s.C % 2 == 0
                    ? []
                    :
                    [
                        new Allocation(OneInvoice(walk, s), Pick(Amounts, s.B)),
                        .. s.C % 9 == 0 ? [new Allocation(OneInvoice(walk, s), 1)] : Array.Empty<Allocation>(),
                    ]
            ),
            24 => new RecordRefund(
                Fresh(s, walk, [.. walk.Deal.Ledger.Refunds.Keys], x => new RefundId(x)),
                Sum(s, walk),
                Why,
                s.C % 2 == 0 ? null : OneInvoice(walk, s)
            ),
            25 or 26 => new RecordShipment(
                Fresh(s, walk, [.. walk.Deal.Ledger.Shipments.Keys], x => new ShipmentId(x)),
                OneOrder(walk, s).Id,
                s.Time % 7 == 0
                    ? null
                    :
                    [
                        .. Parts(walk, s)
                            .Select(x => new ShippedQuantity(
                                x.Line,
                                x.Quantity,
                                s.A % 2 == 0 ? Pick(Prices, s.C) : null,
                                s.A % 2 == 0 ? Paid(s) : null
                            )),
                    ],
                null
            ),
            27 => Return(walk, s),
            28 => new CompleteStageTask(OneTask(walk, s), null),
            29 => new SkipStageTask(OneTask(walk, s), Why),
            30 => new MoveDeal(
                Pick([.. walk.Process.Stages.Select(x => x.Code), "nowhere"], s.A),
                s.B % 4 == 0 ? null : Why
            ),
            31 => s.B % 2 == 0
                ? new ReopenDeal(Why)
                : new CloseDeal(
                    s.A % 3 == 0 ? Outcome.Won : Outcome.Lost,
                    s.B % 5 == 0 ? null : Pick(ShippedReasons.All.AsSpan(), s.C),
                    s.A % 2 == 0 ? Why : null,
                    s.A % 2 == 0 ? null : Why,
                    s.C % 3 == 0 ? Why : null
                ),
            32 => new ReassignStageTask(OneTask(walk, s), s.C % 3 == 0 ? null : Boris, Why),
            33 => new ConvertToManual(Why),
            34 or 35 when s.C % 2 == 0 => new ResumeProcess(
                Pick([.. walk.Process.Stages.Select(x => x.Code), "nowhere"], s.A),
                s.B % 2 == 0 ? null : Why
            ),
            35 => Upgrade(walk, s),
            36 => new AddAttachment(
                Fresh(s, walk, [.. walk.Deal.Attachments.Keys], x => new AttachmentId(x)),
                Why,
                "application/pdf",
                1,
                "0",
                null
            ),
            37 => new RemoveAttachment(One([.. walk.Deal.Attachments.Keys], s, x => new AttachmentId(x)), null),
            38 => new WriteOffDebt(
                Fresh(s, walk, [.. walk.Deal.Ledger.WriteOffs.Keys], x => new WriteOffId(x)),
                Sum(s, walk),
                (DebtSide)(s.C % 2),
                Why
            ),
            39 when walk.Facts.OfType<InvoiceIssued>().ToArray() is { Length: > 0 } issued => new ReissueInvoice(
                new(walk.NewId()),
                issued[s.A % issued.Length],
                s.B % 2 == 0 ? null : Invoice(walk, s),
                null,
                Why
            ),
            39 or 40 => new ScheduleInvoices(
                OneOrder(walk, s).Id,
                s.B % 3 == 0
                    ?
                    [
                        new(new(walk.NewId()), new DateOnly(2026, 5, 1), null, Sum(s, walk)),
                        new(new(walk.NewId()), new DateOnly(2026, 6, 1), null, new Money(Pick(Amounts, s.B), Paid(s))),
                    ]
                    :
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(i => new ScheduledPayment(
                                new(walk.NewId()),
                                new DateOnly(2026, 5 + i, 1),
                                i == 2 ? 100 - 2 * (s.C % 50) : s.C % 50,
                                null
                            )),
                    ]
            ),
            41 => new MailProposal(OneProposal(walk, s), MailOf(walk, s), x => Letter(MailOf(walk, s))),
            42 => new MailInvoice(OneInvoice(walk, s), MailOf(walk, s), x => Letter(MailOf(walk, s))),
            43 => new RecordMailResult(MailOf(walk, s), s.B % 10, new(s.C % 3 == 0, s.C % 3 == 1, "mail.refused", Why)),
            44 => new ResumeProcess(
                Pick([.. walk.Process.Stages.Select(x => x.Code), "nowhere"], s.A),
                s.B % 2 == 0 ? null : Why
            ),
            _ => new RecordOverdue(),
        };

    private static MailId MailOf(Walk walk, Step s) => new(Id(7000 + s.A % 3));

    private static Letter Letter(MailId id) => new(id, [Why], [], Why, Why, "ru");

    /// <summary>To the next version of a process that is wholly other, or only renumbered.</summary>
    private static ChangeKindVersion Upgrade(Walk walk, Step s)
    {
        var to =
            walk.Process.Code == RandomKind.Code
                ? RandomKind.Of(s.A * 999 + s.B, version: walk.Process.Version + 1)
                : walk.Process with
                {
                    Version = walk.Process.Version + 1,
                };
        var map =
            walk.Deal.Stage is { } here && s.C % 5 > 0
                ? new Dictionary<string, string> { [here.Stage] = Pick([.. to.Stages.Select(x => x.Code)], s.C) }
                : [];
        return new ChangeKindVersion(
            s.A % 19 == 0 ? null : to,
            map.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Why
        );
    }

    /// <summary>None, far or near past, exactly at another event, slightly ahead, too far ahead.</summary>
    public static DateTimeOffset? Time(Walk walk, Step s) =>
        (s.Time % 12) switch
        {
            < 6 => null,
            6 => walk.Now.AddSeconds(-(s.Time % 9)),
            7 => walk.Now.AddHours(-(s.Time % 90)),
            8 => walk.Facts[s.Time % walk.Facts.Count].HappenedAt,
            9 => walk.Facts[s.Time % walk.Facts.Count].HappenedAt.AddMinutes(s.Time % 3 - 1),
            10 => walk.Now.AddSeconds(s.Time % 6),
            _ => walk.Facts[^1].HappenedAt,
        };

    public static void Tick(Walk walk, Step s) =>
        walk.Now += (s.Clock % 10) switch
        {
            < 3 => TimeSpan.Zero,
            < 7 => TimeSpan.FromMinutes(s.Clock),
            < 9 => TimeSpan.FromHours(s.Clock),
            _ => TimeSpan.FromDays(s.Clock % 9),
        };

    public static Rights RightsOf(Step s) => s.Rights < 24 ? Rights.All : (Rights)(s.Rights % 8);

    public static T Pick<T>(ReadOnlySpan<T> from, int n) => from[n % from.Length];

    public static ImmutableArray<PricedLine> Lines(Walk walk, Step s)
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

    private static DomainEvent Change(Step s) =>
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

    private static IssueInvoice Invoice(Walk walk, Step s)
    {
        var id = Fresh(s, walk, [.. walk.Deal.Ledger.Invoices.Keys], x => new InvoiceId(x));
        return (s.B % 4) switch
        {
            0 => new IssueInvoice(id, OneOrder(walk, s).Id, null, null, null, Paid(s), false, null),
            1 => new IssueInvoice(id, OneOrder(walk, s).Id, Parts(walk, s), null, null, Paid(s), false, null),
            2 => new IssueInvoice(id, null, null, Lines(walk, s), null, Paid(s), false, null),
            _ => new IssueInvoice(
                id,
                s.C % 2 == 0 ? null : OneOrder(walk, s).Id,
                null,
                null,
                Sum(s),
                Paid(s with { Amount = s.Amount + s.A % 2 }),
                false,
                null
            ),
        };
    }

    private static AcceptReturn Return(Walk walk, Step s)
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

    private static ProposalContent Offered(Walk walk, Step s) =>
        new(Lines(walk, s), Paid(s), s.C % 2 == 0, DateOnly.FromDateTime(walk.Now.Date).AddDays(s.A % 12 - 2), null);

    private static ImmutableArray<LineQuantity> Parts(Walk walk, Step s)
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

    private static (OrderId Id, ImmutableSortedDictionary<LineId, OrderLine> Lines) OneOrder(Walk walk, Step s) =>
        s.A % 19 == 0 || walk.Deal.Ledger.Orders.IsEmpty
            ? (new OrderId(Id(999)), ImmutableSortedDictionary<LineId, OrderLine>.Empty)
            : walk
                .Deal.Ledger.Orders.Values.Select(x => (x.Id, x.Lines))
                .ElementAt(s.A % walk.Deal.Ledger.Orders.Count);

    private static ProposalId OneProposal(Walk walk, Step s) =>
        One([.. walk.Deal.Proposals.Keys], s, x => new ProposalId(x));

    private static InvoiceId OneInvoice(Walk walk, Step s) =>
        One([.. walk.Deal.Ledger.Invoices.Keys], s, x => new InvoiceId(x));

    private static StageTaskId OneTask(Walk walk, Step s) =>
        s.B % 3 > 0 && walk.Deal.OpenTasks.FirstOrDefault() is { } open
            ? open.Id
            : One([.. walk.Deal.Tasks.Keys], s, x => new StageTaskId(x));

    private static T One<T>(T[] known, Step s, Func<Guid, T> of) =>
        s.A % 19 == 0 || known.Length == 0 ? of(Id(999)) : known[s.A % known.Length];

    private static T Fresh<T>(Step s, Walk walk, T[] taken, Func<Guid, T> of) =>
        s.A % 17 == 0 && taken.Length > 0 ? taken[s.A % taken.Length] : of(walk.NewId());

    private static InteractionId[] Interactions(Walk walk) =>
        [.. walk.Facts.OfType<InteractionRecorded>().Select(x => x.Interaction)];

    private static PresentationId[] Presentations(Walk walk) =>
        [.. walk.Facts.OfType<PresentationHeld>().Select(x => x.Presentation)];

    private static Currency Paid(Step s) =>
        (s.Amount % 40) switch
        {
            0 => Usd,
            1 => new Currency("JPY"),
            _ => Rub,
        };

    private static Money Sum(Step s, Walk? walk = null) =>
        walk is not null && s.B % 3 == 0 && Debt(walk) is > 0 and var debt
            ? new Money(debt, Paid(s))
            : new Money(Pick(Amounts, s.Amount), Paid(s with { Amount = s.C }));

    private static decimal Debt(Walk walk) => walk.Deal.Ledger.Balance.ClientOwes + walk.Deal.Ledger.Balance.WeOwe;
}
