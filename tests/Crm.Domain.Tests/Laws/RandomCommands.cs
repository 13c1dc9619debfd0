using static Crm.Domain.Tests.RandomArguments;

namespace Crm.Domain.Tests;

/// <summary>Commands of every kind, valid or not: unknown ids, lines of other documents, huge and meaningless amounts.</summary>
public static class RandomCommands
{
    public static DealCommand Command(RandomWalk walk, Step s) =>
        (s.Verb % 54) switch
        {
            0 or 1 => new RecordInteraction(
                Fresh(s, walk, InteractionIds(walk), x => new InteractionId(x)),
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
                1 => new ApproveDiscount(OneProposal(walk, s), Offered(walk, s), 1 + s.B % 2, 1 + s.B % 2, null),
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
                Fresh(s, walk, [.. walk.Deal.Ledger.Payments.Select(payment => payment.Id)], x => new PaymentId(x)),
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
            )
            {
                IsAdvance = s.C % 8 == 0,
            },
            24 => new RecordRefund(
                Fresh(s, walk, [.. walk.Deal.Ledger.Refunds.Select(refund => refund.Id)], x => new RefundId(x)),
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
                Fresh(s, walk, [.. walk.Deal.Ledger.WriteOffs.Select(writeOff => writeOff.Id)], x => new WriteOffId(x)),
                Sum(s, walk),
                (DebtSide)(s.C % 2),
                Why
            ),
            39 when walk.Events.OfType<InvoiceIssued>().ToArray() is { Length: > 0 } issued => new ReissueInvoice(
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
            45 => new RecordOverdue(),
            46 or 47 => new AllocatePayment(
                OnePayment(walk, s),
                s.B % 3 == 0 ? null
                    : s.B % 3 == 1 ? []
                    : [new Allocation(OneInvoice(walk, s), Pick(Amounts, s.C))]
            )
            {
                PaysOne = s.C % 5 == 0 ? OneInvoice(walk, s) : null,
            },
            48 => new ReversePayment(OnePayment(walk, s), Why)
            {
                MovedTo = s.C % 3 == 0 ? new(new DealId(Id(2)), new PaymentId(Id(3))) : null,
            },
            49 => s.B % 2 == 0
                ? new ReverseRefund(
                    One([.. walk.Deal.Ledger.Refunds.Select(refund => refund.Id)], s, x => new RefundId(x)),
                    Why
                )
                : new ReverseWriteOff(
                    One([.. walk.Deal.Ledger.WriteOffs.Select(writeOff => writeOff.Id)], s, x => new WriteOffId(x)),
                    Why
                ),
            50 when walk.Events.OfType<ReturnAccepted>().ToArray() is { Length: > 0 } returned => new ReverseReturn(
                returned[s.A % returned.Length],
                Why
            ),
            51 when walk.Events.OfType<ShipmentMade>().ToArray() is { Length: > 0 } shipped => new ReverseShipment(
                shipped[s.A % shipped.Length],
                Why
            ),
            52 => new DetachInteraction(
                One(InteractionIds(walk), s, x => new InteractionId(x)),
                s.B % 2 == 0 ? null : Why
            ),
            53 => new ReviseInteraction(
                One(InteractionIds(walk), s, x => new InteractionId(x)),
                (InteractionKind)(s.B % 6),
                (Direction)(s.C % 2),
                s.Time % 2 == 0 ? [] : ["kind"]
            ),
            _ => new RecordOverdue(),
        };

    private static MailId MailOf(RandomWalk walk, Step s) => new(Id(7000 + s.A % 3));

    private static Letter Letter(MailId id) => new(id, [Why], [], Why, Why, "ru");

    /// <summary>To the next version of the process, which is a different one or only renumbered.</summary>
    private static ChangeKindVersion Upgrade(RandomWalk walk, Step s)
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
    public static DateTimeOffset? Time(RandomWalk walk, Step s) =>
        (s.Time % 12) switch
        {
            < 6 => null,
            6 => walk.Now.AddSeconds(-(s.Time % 9)),
            7 => walk.Now.AddHours(-(s.Time % 90)),
            8 => walk.Events[s.Time % walk.Events.Count].HappenedAt,
            9 => walk.Events[s.Time % walk.Events.Count].HappenedAt.AddMinutes(s.Time % 3 - 1),
            10 => walk.Now.AddSeconds(s.Time % 6),
            _ => walk.Events[^1].HappenedAt,
        };

    public static void Tick(RandomWalk walk, Step s) =>
        walk.Now += (s.Clock % 10) switch
        {
            < 3 => TimeSpan.Zero,
            < 7 => TimeSpan.FromMinutes(s.Clock),
            < 9 => TimeSpan.FromHours(s.Clock),
            _ => TimeSpan.FromDays(s.Clock % 9),
        };

    public static Rights RightsOf(Step s) => s.Rights < 24 ? Rights.All : (Rights)(s.Rights % 8);
}
