namespace Crm.Domain.Tests;

/// <summary>Drafting, editing, issuing, revising, sending and withdrawing.</summary>
public sealed class ProposalTests
{
    private static readonly DateTimeOffset Expiry = Utc(3, 31, "20:59:59");
    private static readonly Story Offered = Deals
        .Simple.Did(new DraftProposal(Offer, Chairs10))
        .Did(new IssueProposal(Offer, Chairs10));

    [Fact]
    public void Drafting_binds_the_currency()
    {
        var drafted = Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10))
            .Then(new ProposalDrafted(Offer, null, Rub));
        Given(drafted).When(new DraftProposal(OtherOffer, Chairs10 with { Currency = Usd })).ThenDiffers("RUB", "USD");
        Given(drafted).When(new DraftProposal(Offer, Chairs10)).ThenRefused("id.taken");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Content()))
            .ThenInvalid("/lines", "lines.missing", "at least one");
    }

    [Fact]
    public void Issuing_freezes_the_content_under_a_number() =>
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new IssueProposal(Offer, Chairs10))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    Timed: true
                )
            );

    [Fact]
    public void A_back_dated_issue_whose_expiry_is_past_gets_no_timer()
    {
        var given = Story.Opened(ShippedKinds.Simple).Did(new DraftProposal(Offer, Chairs10)).At(Utc(4, 2, "09:00:00"));
        Given(given)
            .When(new IssueProposal(Offer, Chairs10), at: Utc(3, 30, "09:00:00"))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    Timed: false
                )
            );
    }

    [Fact]
    public void What_is_past_is_not_issued()
    {
        var given = Deals.Simple.Did(new DraftProposal(Offer, Chairs10)).At(Expiry.AddSeconds(1));
        Given(given)
            .When(new IssueProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "a day not past", "2026-03-31", "editProposal")
            );
        given
            .At(Expiry.AddMilliseconds(999))
            .Did(new IssueProposal(Offer, Chairs10))
            .Deal.Proposals[Offer]
            .Status.Should()
            .Be(ProposalStatus.Issued);
    }

    [Fact]
    public void Issued_is_issued()
    {
        Given(Offered).When(new IssueProposal(Offer, Chairs10)).ThenHolds();
        Given(Offered.Did(new DeclineProposal(Offer, Why)))
            .When(new IssueProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.not_draft",
                Blocked.OfProposal("proposal.not_draft", Offer, "draft", "declined", "reviseProposal")
            );
        Given(Offered).When(new IssueProposal(new(Id(999)), Chairs10)).ThenNotFound("proposal.not_found");
    }

    [Fact]
    public void Only_drafts_are_edited()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10))).When(new EditProposal(Offer, Chairs10)).ThenHolds();
        Given(Offered)
            .When(new EditProposal(Offer, Chairs10))
            .ThenRefused(
                "proposal.not_draft",
                Blocked.OfProposal("proposal.not_draft", Offer, "draft", "issued", "reviseProposal")
            );
    }

    [Fact]
    public void A_new_revision_keeps_the_number_and_supersedes_those_on_offer()
    {
        var revised = Given(Offered)
            .When(new ReviseProposal(Offer, OtherOffer))
            .Then(new ProposalDrafted(OtherOffer, Offer, Rub));
        var issued = Given(revised.Did(new ReviseProposal(Offer, ThirdOffer)))
            .When(new IssueProposal(OtherOffer, Chairs10))
            .Then(
                new ProposalIssued(
                    OtherOffer,
                    "P-2026-000001",
                    2,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                ),
                new ProposalSuperseded(Offer, OtherOffer)
            );
        Given(issued)
            .When(new IssueProposal(ThirdOffer, Chairs10))
            .Then(
                new ProposalIssued(
                    ThirdOffer,
                    "P-2026-000001",
                    3,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                ),
                new ProposalSuperseded(OtherOffer, ThirdOffer)
            );
    }

    [Fact]
    public void A_new_revision_does_not_lie_before_what_it_supersedes()
    {
        var given = Offered
            .Did(new ReviseProposal(Offer, OtherOffer))
            .Later(TimeSpan.FromDays(1))
            .Did(new SendProposal(Offer));
        Given(given)
            .When(new IssueProposal(OtherOffer, Chairs10), at: Monday.AddHours(2))
            .ThenTooEarly(given.Facts[^1].HappenedAt);
    }

    [Fact]
    public void Only_what_was_issued_is_revised()
    {
        var drafted = Deals.Simple.Did(new DraftProposal(Offer, Chairs10));
        Given(drafted)
            .When(new ReviseProposal(Offer, OtherOffer))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "editProposal")
            );
        Given(Offered).When(new ReviseProposal(Offer, Offer)).ThenRefused("id.taken");
    }

    [Fact]
    public void Numbers_count_proposals_not_revisions() =>
        Offered
            .Did(new ReviseProposal(Offer, OtherOffer))
            .Did(new IssueProposal(OtherOffer, Chairs10))
            .Did(new DraftProposal(ThirdOffer, Chairs10))
            .Did(new IssueProposal(ThirdOffer, Chairs10))
            .Deal.Proposals[ThirdOffer]
            .Number.Should()
            .Be("P-2026-000002");

    [Fact]
    public void Sending()
    {
        var sent = Given(Offered).When(new SendProposal(Offer)).Then(new ProposalSent(Offer));
        Given(sent).When(new SendProposal(Offer)).ThenHolds();
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new SendProposal(Offer))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
        Given(Offered.At(Expiry.AddDays(1)))
            .When(new SendProposal(Offer))
            .ThenRefused(
                "proposal.expired",
                Blocked.OfProposal("proposal.expired", Offer, "not expired", "2026-03-31T20:59:59Z", "reviseProposal")
            );
    }

    [Fact]
    public void Declining()
    {
        var declined = Given(Offered).When(new DeclineProposal(Offer, Why)).Then(new ProposalDeclined(Offer, Why));
        Given(declined).When(new DeclineProposal(Offer, Why)).ThenHolds();
        Given(declined)
            .When(new AcceptProposal(Offer, null))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "declined", "reviseProposal")
            );
        Given(Offered.Did(new AcceptProposal(Offer, null)))
            .When(new DeclineProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "accepted", "reviseProposal")
            );
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new DeclineProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_issued",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
    }

    [Fact]
    public void Withdrawing()
    {
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)))
            .When(new WithdrawProposal(Offer, Why))
            .Then(new ProposalWithdrawn(Offer, Why));
        var withdrawn = Given(Offered).When(new WithdrawProposal(Offer, Why)).Then(new ProposalWithdrawn(Offer, Why));
        Given(withdrawn).When(new WithdrawProposal(Offer, Why)).ThenHolds();
        Given(Offered.Did(new AcceptProposal(Offer, null)))
            .When(new WithdrawProposal(Offer, Why))
            .ThenRefused(
                "proposal.not_open",
                Blocked.OfProposal("proposal.not_open", Offer, "issued or sent", "accepted", "reviseProposal")
            );
    }

    [Fact]
    public void Nothing_lies_before_the_latest_fact_of_the_proposal()
    {
        var issued = Offered.Facts[^1].HappenedAt;
        foreach (
            var command in new DealCommand[]
            {
                new SendProposal(Offer),
                new AcceptProposal(Offer, null),
                new DeclineProposal(Offer, Why),
                new WithdrawProposal(Offer, Why),
                new ReviseProposal(Offer, OtherOffer),
                Verbs.Ordered,
            }
        )
            Given(Offered).When(command, at: issued.AddSeconds(-1)).ThenTooEarly(issued);
    }

    [Fact]
    public void Alternatives_are_shown_and_come_to_nothing()
    {
        var other = PricedLine.From(TenChairs.Asked() with { Line = Setup, Alternative = true }, false, Rub);
        var content = Content(TenChairs, other);
        content.Total.Should().Be(Roubles(1200));
        Given(Deals.Simple.Did(new DraftProposal(Offer, content)))
            .When(new IssueProposal(Offer, content))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    content,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                )
            );
        Given(Deals.Simple.Did(new DraftProposal(Offer, Content(other))))
            .When(new IssueProposal(Offer, Content(other)))
            .ThenRefused(
                "proposal.only_alternatives",
                Blocked.OfProposal(
                    "proposal.only_alternatives",
                    Offer,
                    "a line that is no alternative",
                    "none",
                    "editProposal"
                )
            );
    }

    [Fact]
    public void The_client_is_frozen_as_he_stood()
    {
        var acme = new ClientRequisites(
            Acme,
            ClientKind.Company,
            Text("Acme"),
            new(Text("7707083893"), Text("Acme Ltd"), null, null)
        );
        var known = Deals.SimpleOrder.Did(new DraftProposal(Offer, Chairs10)) with
        {
            Client = InGoodStanding with { Requisites = acme },
        };
        Given(known)
            .When(new IssueProposal(Offer, Chairs10))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                )
                {
                    Client = acme,
                }
            );
        Given(known).When(Verbs.Invoiced).Decision.Events.OfType<InvoiceIssued>().Single().Client.Should().Be(acme);
        Given(Deals.Simple.Did(new DraftProposal(Offer, Chairs10)) with { Client = known.Client })
            .When(new IssueProposal(Offer, Chairs10))
            .Then(
                new ProposalIssued(
                    Offer,
                    "P-2026-000001",
                    1,
                    Chairs10,
                    Roubles(1200),
                    new DateOnly(2026, 3, 31),
                    Expiry,
                    true
                )
            );
    }

    [Fact]
    public void Discounts_and_lead_times_make_sense()
    {
        Given(Deals.Simple)
            .When(Drafting(x => x with { DiscountSum = -1 }))
            .ThenInvalid("/lines/0/discountSum", "amount.negative", ">= 0");
        Given(Deals.Simple)
            .When(Drafting(x => x with { DiscountSum = 0.001m }))
            .ThenInvalid("/lines/0/discountSum", "amount.too_precise", "at most 2 decimals");
        Given(Deals.Simple)
            .When(Drafting(x => x with { DiscountPercent = 10, DiscountSum = 900.01m }))
            .ThenInvalid("/lines/0/discountSum", "discount.exceeds_line", "<= 900.00 RUB");
        Given(Deals.Simple)
            .When(Drafting(x => x with { LeadTimeDays = -1 }))
            .ThenInvalid("/lines/0/leadTimeDays", "lead_time.out_of_range", "0-3650");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10 with { LeadTimeDays = 3651 }))
            .ThenInvalid("/leadTimeDays", "lead_time.out_of_range", "0-3650");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10.Discounted(new(100.01m, null))))
            .ThenInvalid("/discount/percent", "percent.out_of_range", "0-100");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10.Discounted(new(null, -1))))
            .ThenInvalid("/discount/sum", "amount.negative", ">= 0");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10.Discounted(new(null, 0.001m))))
            .ThenInvalid("/discount/sum", "amount.too_precise", "at most 2 decimals");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10.Discounted(new(null, 1000.01m))))
            .ThenInvalid("/discount/sum", "discount.exceeds_document", "<= 1000.00 RUB");
        Given(Deals.Simple)
            .When(new DraftProposal(Offer, Chairs10.Discounted(new(null, 1000))))
            .Then(new ProposalDrafted(Offer, null, Rub));

        static DraftProposal Drafting(Func<LineDraft, LineDraft> with) =>
            new(Offer, Content(PricedLine.From(with(TenChairs.Asked()), false, Rub)));
    }

    [Fact]
    public void Another_discount_prices_the_lines_anew()
    {
        var off = Chairs10.Discounted(new(10, null));
        (off.Total, off.Lines[0].DocumentDiscount, off.Lines[0].Discount).Should().Be((Roubles(1080), 100m, 100m));
        off.Discounted(null).Should().Be(Chairs10);
        off.Should().NotBe(Chairs10);
    }
}
