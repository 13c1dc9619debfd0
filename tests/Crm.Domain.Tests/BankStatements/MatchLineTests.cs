using Crm.Domain.BankStatements;

namespace Crm.Domain.Tests.BankStatements;

/// <summary>Two of three must agree: number, payer, amount. Anything less waits, with its reason.</summary>
public sealed class MatchLineTests
{
    private static readonly Client Romashka = new(
        Acme,
        Text("Ромашка"),
        ClientKind.Company,
        new(Text("7707083893"), Text("ООО «Ромашка»"), null, null),
        []
    );
    private static readonly InvoiceId Second = new(Id(41));

    private static StatementLine Line(
        decimal amount,
        string purpose = "Оплата",
        string? taxId = "7707083893",
        string? name = null,
        Currency? currency = null
    ) =>
        new(
            new(Id(500)),
            new(Id(501)),
            13,
            MoneyDirection.In,
            "40702810900000000001",
            "17",
            new(2026, 3, 2),
            null,
            new(amount, currency ?? Rub),
            new(name is null ? null : Text(name), taxId is null ? null : Text(taxId), null),
            Text(purpose),
            Anna
        );

    /// <summary>A deal with invoices of 1200.00 (I-2026-000001) and, optionally, of another amount (I-2026-000002).</summary>
    private static Story Invoiced(decimal? second = null, decimal first = 1200)
    {
        var story = Story
            .Opened(ShippedKinds.All.Single(x => x.Code == "simple"), x => x with { Client = Acme })
            .Did(Issue(TheInvoice, first));
        return second is { } more ? story.Did(Issue(Second, more)) : story;
    }

    private static IssueInvoice Issue(InvoiceId id, decimal amount) =>
        new(id, null, null, null, Roubles(amount), Rub, false, null);

    private static LineVerdict Judge(
        StatementLine line,
        Story story,
        Client? client = null,
        bool isPayerClient = false
    ) =>
        MatchLine.Decide(
            line,
            [
                .. InvoiceCandidate.Of(
                    line,
                    story.Deal,
                    client ?? Romashka,
                    InvoiceNumbers.In(line.Purpose?.Text),
                    isPayerClient
                ),
            ]
        );

    private static void Pays(LineVerdict verdict, InvoiceId invoice, MatchRule by) =>
        (verdict.Match?.Invoice, verdict.By, verdict.Reason).Should().Be((invoice, by, null));

    private static void Waits(LineVerdict verdict, string reason, params InvoiceId[] about)
    {
        (verdict.Match, verdict.Reason).Should().Be((null, reason));
        verdict.Candidates.Select(x => x.Invoice).Should().Equal(about);
    }

    [Theory]
    [InlineData(1200), InlineData(100), InlineData(5000)]
    public void The_number_and_the_payer_pay_whatever_the_amount(decimal amount) =>
        Pays(
            Judge(Line(amount, "Оплата по счёту № I-2026-000001 от 02.03.2026"), Invoiced(700)),
            TheInvoice,
            MatchRule.NumberAndPayer
        );

    [Fact]
    public void The_name_speaks_for_the_payer_only_where_a_tax_id_is_missing()
    {
        Pays(
            Judge(Line(100, "I-2026-000001", taxId: null, name: "\"РОМАШКА\" ООО"), Invoiced()),
            TheInvoice,
            MatchRule.NumberAndPayer
        );
        Waits(
            Judge(Line(100, "I-2026-000001", taxId: "5555555555", name: "ООО Ромашка"), Invoiced()),
            "statement_line.payer_differs",
            TheInvoice
        );
        Waits(
            Judge(Line(1200, "без номера", taxId: null, name: "ООО Ромашка"), Invoiced()),
            "statement_line.no_invoice"
        );
    }

    [Fact]
    public void The_number_and_the_exact_amount_pay_also_from_a_stranger() =>
        Pays(
            Judge(Line(1200, "За ООО Ромашка по счету I-2026-000001", taxId: "5555555555"), Invoiced()),
            TheInvoice,
            MatchRule.NumberAndAmount
        );

    [Fact]
    public void Money_of_another_client_of_ours_waits_whatever_agrees()
    {
        var line = Line(1200, "I-2026-000001", taxId: "5555555555");
        Waits(Judge(line, Invoiced(), isPayerClient: true), "statement_line.payer_differs", TheInvoice);
        var unknown = Romashka with { Legal = null };
        Waits(
            Judge(Line(1200, "I-2026-000001"), Invoiced(), unknown, isPayerClient: true),
            "statement_line.payer_differs",
            TheInvoice
        );
        Pays(Judge(Line(1200, "I-2026-000001"), Invoiced(), isPayerClient: true), TheInvoice, MatchRule.NumberAndPayer);
    }

    [Fact]
    public void Numbers_of_two_clients_wait_even_when_only_one_can_be_paid()
    {
        var line = Line(1200, "I-2026-000001");
        var open = InvoiceCandidate.Of(line, Invoiced().Deal, Romashka, InvoiceNumbers.In(line.Purpose?.Text)).Single();
        var paid = open with { Invoice = Second, Standing = InvoiceStanding.Paid, Client = "5555555555" };
        Waits(MatchLine.Decide(line, [open, paid]), "statement_line.ambiguous", TheInvoice, Second);
        Pays(MatchLine.Decide(line, [open, paid with { Client = open.Client }]), TheInvoice, MatchRule.NumberAndPayer);
    }

    [Fact]
    public void The_number_alone_waits()
    {
        Waits(
            Judge(Line(100, "I-2026-000001", taxId: "5555555555"), Invoiced()),
            "statement_line.payer_differs",
            TheInvoice
        );
        Waits(Judge(Line(100, "I-2026-000001", taxId: null), Invoiced()), "statement_line.amount_differs", TheInvoice);
    }

    [Fact]
    public void The_payer_pays_the_one_open_invoice_of_just_this_amount()
    {
        Pays(Judge(Line(700), Invoiced(700)), Second, MatchRule.PayerAndAmount);
        Waits(Judge(Line(1200), Invoiced(1200)), "statement_line.ambiguous", TheInvoice, Second);
        Waits(Judge(Line(100), Invoiced(700)), "statement_line.amount_differs", TheInvoice, Second);
        Waits(Judge(Line(1200, taxId: "5555555555"), Invoiced()), "statement_line.no_invoice");
    }

    [Fact]
    public void What_is_left_to_pay_is_what_counts()
    {
        var partly = Invoiced().Did(new RecordPayment(ThePayment, Roubles(500), null, null, [new(TheInvoice, 500)]));
        Pays(Judge(Line(700), partly), TheInvoice, MatchRule.PayerAndAmount);
        Waits(Judge(Line(1200), partly), "statement_line.amount_differs", TheInvoice);
    }

    [Fact]
    public void What_the_rule_has_paid_in_full_is_open_only_to_a_payment_that_names_it()
    {
        var paid = Invoiced().Did(new RecordPayment(ThePayment, Roubles(1200), null, null, []));
        Pays(Judge(Line(1200, "I-2026-000001"), paid), TheInvoice, MatchRule.NumberAndPayer);
        Waits(Judge(Line(1200), paid), "statement_line.no_invoice");
        Pays(Judge(Line(1200), paid.Did(Issue(Second, 1200))), Second, MatchRule.PayerAndAmount);
    }

    [Fact]
    public void A_released_line_is_matched_again_only_by_itself()
    {
        var line = Line(1200) with { Status = StatementLineStatus.Assigned, Deal = TheDeal };
        line = StatementLine.Evolve(line, new StatementLineUnassigned(line.Id, Why))!;
        MatchAgain.Due(line, again: true).Should().BeTrue();
        MatchAgain.DueAmongOthers(line, again: true).Should().BeFalse();
        line = StatementLine.Evolve(line, MatchAgain.Left(line, LineVerdict.Waits("statement_line.no_invoice"))!)!;
        MatchAgain.DueAmongOthers(line, again: true).Should().BeTrue();
    }

    [Fact]
    public void Two_numbers_in_one_purpose_wait_for_a_decision() =>
        Waits(
            Judge(Line(1900, "счета I-2026-000001 и I-2026-000002"), Invoiced(700)),
            "statement_line.ambiguous",
            TheInvoice,
            Second
        );

    [Fact]
    public void A_named_invoice_that_takes_nothing_says_why()
    {
        var paid = Invoiced().Did(new RecordPayment(ThePayment, Roubles(1200), null, null, [new(TheInvoice, 1200)]));
        Waits(Judge(Line(1200, "I-2026-000001"), paid), "statement_line.invoice_paid", TheInvoice);
        Waits(
            Judge(Line(1200, "I-2026-000001"), Invoiced().Did(new CancelInvoice(TheInvoice, null))),
            "statement_line.invoice_cancelled",
            TheInvoice
        );
        Waits(
            Judge(
                Line(1200, "I-2026-000001"),
                Invoiced().Did(new CloseDeal(Outcome.Lost, Lost("price"), null, null, null))
            ),
            "statement_line.deal_closed",
            TheInvoice
        );
        Waits(
            Judge(Line(1200, "I-2026-000001", currency: Usd), Invoiced()),
            "statement_line.currency_differs",
            TheInvoice
        );
        Waits(Judge(Line(1200, currency: Usd), Invoiced()), "statement_line.currency_differs", TheInvoice);
    }

    [Theory]
    [
        InlineData("Оплата по счету № I-2026-000123 от 01.11.2026"),
        InlineData("оплата по счету №I-2026-000123"),
        InlineData("N I-2026-000123"),
        InlineData("NoI-2026-000123"),
        InlineData("сч. i 2026 000123")
    ]
    [InlineData("СЧЕТ NI-2026-000123."), InlineData("І-2026-000123 (по-русски)"), InlineData("I - 2026 / 000123")]
    public void A_number_is_found_as_people_type_it(string purpose) =>
        InvoiceNumbers.In(purpose).Should().Contain(InvoiceNumbers.Key("I-2026-000123"));

    [Theory]
    [
        InlineData("I-2026-0001234"),
        InlineData("II-2026-000123"),
        InlineData("2026-000123"),
        InlineData("I-2026-00123"),
        InlineData("")
    ]
    public void A_number_that_is_another_is_not(string purpose) =>
        InvoiceNumbers.In(purpose).Should().NotContain(InvoiceNumbers.Key("I-2026-000123"));

    [Fact]
    public void A_line_is_a_payment_like_any_other_under_its_own_id()
    {
        var line = Line(5000, "I-2026-000001");
        Given(Invoiced())
            .When(PayFromLine.On(Invoiced().Deal, line, TheInvoice, Why))
            .Then(
                new PaymentReceived(new(Id(500)), Roubles(5000), new DateOnly(2026, 3, 2), Why, [new(TheInvoice, 1200)])
                {
                    Number = "PM-2026-000001",
                    Cause = new Cause("import", Id(500).ToString()),
                },
                new InvoicePaid(TheInvoice) { Cause = Cause.Rule("invoice.paid") }
            );
        Given(Invoiced().Did(PayFromLine.On(Invoiced().Deal, line, TheInvoice, Why)))
            .When(PayFromLine.On(Invoiced().Deal, line, TheInvoice, Why))
            .ThenRefused("id.taken");
    }

    [Fact]
    public void A_settled_or_outgoing_line_is_not_decided_again()
    {
        var line = Line(1) with { Status = StatementLineStatus.Assigned, Deal = TheDeal };
        PayFromLine.Refuse(line)!.Code.Should().Be("statement_line.settled");
        PayFromLine
            .Refuse(Line(1) with { Direction = MoneyDirection.Out, Status = StatementLineStatus.Outgoing })!
            .Code.Should()
            .Be("statement_line.outgoing");
        PayFromLine.Refuse(Line(1) with { Status = StatementLineStatus.Ignored }).Should().BeNull();
    }

    [Fact]
    public void A_match_out_of_scope_waits_as_if_there_were_none()
    {
        var found = Judge(Line(1200, "I-2026-000001"), Invoiced());
        var verdict = found.Within(mayPay: _ => false, importerReaches: _ => false);
        Waits(verdict, "statement_line.no_invoice", TheInvoice);
        verdict.IsOutOfScope.Should().BeTrue();
        Pays(found.Within(_ => true, _ => false), TheInvoice, MatchRule.NumberAndPayer);
    }

    [Fact]
    public void What_a_line_waits_for_is_told_only_within_the_scope_of_its_importer()
    {
        var found = Judge(Line(100, "Без номера"), Invoiced());
        found.Reason.Should().Be("statement_line.amount_differs");
        found.Within(_ => true, _ => true).Should().BeSameAs(found);
        var hidden = found.Within(_ => true, _ => false);
        Waits(hidden, "statement_line.no_invoice", TheInvoice);
        hidden.IsOutOfScope.Should().BeTrue();
        var nothing = Judge(Line(100, "Без номера", taxId: "5555555555"), Invoiced());
        nothing.Within(_ => false, _ => false).Should().BeSameAs(nothing, "there is nothing to hide");
    }

    [Fact]
    public void A_refusal_out_of_scope_is_not_told_either()
    {
        var hidden = LineVerdict
            .Waits(
                "statement_line.refused",
                InvoiceCandidate.Of(Line(100), Invoiced().Deal, Romashka, InvoiceNumbers.In("I-2026-000001"))
            )
            .Within(_ => true, _ => false);
        var left = MatchAgain.Left(Line(100), hidden, "period.closed")!;
        (left.Reason, left.Refusal, left.IsOutOfScope).Should().Be(("statement_line.no_invoice", null, true));
    }

    [Fact]
    public void The_importer_is_told_what_the_rules_say_of_their_own_invoices()
    {
        var found = Judge(Line(1200, "I-2026-000001"), Invoiced());
        var own = Judge(Line(100, "Без номера"), Invoiced());
        var told = found.Within(_ => false, _ => false, own);
        (told.Reason, told.IsOutOfScope).Should().Be(("statement_line.amount_differs", true));
        told.Candidates.Should().Equal([.. own.Candidates, found.Match!.Plain]);
        found.Within(_ => false, _ => false, found).Reason.Should().Be("statement_line.no_invoice", "it is not paid");
    }

    [Fact]
    public void A_change_that_the_importer_does_not_see_is_no_event()
    {
        var nothing = LineVerdict.Waits("statement_line.no_invoice");
        var hidden = Judge(Line(1200, "I-2026-000001"), Invoiced()).Within(_ => false, _ => false);
        var line = StatementLine.Evolve(Line(1200), MatchAgain.Left(Line(1200), nothing)!)!;
        MatchAgain.Left(line, hidden, isSeen: _ => false).Should().BeNull();
        var refreshed = MatchAgain.Refresh(line, hidden)!;
        (refreshed.IsOutOfScope, refreshed.Candidates.Single().Invoice).Should().Be((true, TheInvoice));
        MatchAgain.Refresh(refreshed, hidden).Should().BeNull();
        MatchAgain.Left(refreshed, nothing, isSeen: _ => false).Should().BeNull();
        MatchAgain.Left(line, hidden, isSeen: _ => true).Should().NotBeNull("the importer sees this candidate");
        MatchAgain.Left(line, nothing with { Reason = "statement_line.ambiguous" }).Should().NotBeNull();
    }

    [Fact]
    public void An_ignored_line_out_of_scope_keeps_its_candidates()
    {
        var hidden = Judge(Line(1200, "I-2026-000001"), Invoiced()).Within(_ => false, _ => false);
        var line = StatementLine.Evolve(Line(1200), MatchAgain.Left(Line(1200), hidden)!)!;
        line = StatementLine.Evolve(line, new StatementLineIgnored(line.Id, Text("Не наше")))!;
        line.Candidates.Select(x => x.Invoice).Should().Equal(TheInvoice);
    }

    [Theory]
    [InlineData(MoneyDirection.In, StatementLineStatus.Waiting, true)]
    [InlineData(MoneyDirection.Out, StatementLineStatus.Outgoing, false)]
    public void An_equal_line_of_another_user_waits_and_the_rules_leave_it(
        MoneyDirection direction,
        StatementLineStatus status,
        bool mayRepeat
    )
    {
        var x = Line(1200);
        var line = StatementLine.Evolve(
            null,
            new StatementLineRead(
                x.Id,
                x.Statement,
                x.Row,
                direction,
                x.Account,
                x.Number,
                x.Date,
                x.BookedOn,
                x.Amount,
                x.Counterparty,
                x.Purpose,
                x.ImportedBy,
                new(Id(502))
            )
        )!;
        (line.Status, line.MayRepeat, line.Repeats).Should().Be((status, mayRepeat, new StatementLineId(Id(502))));
        MatchAgain.Due(line, again: true).Should().BeFalse();
    }
}
