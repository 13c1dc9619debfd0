using static Crm.Domain.Tests.Proposals;

namespace Crm.Domain.Tests;

/// <summary>What a proposal contains: alternatives, discounts, lead times, and the client as of its issue.</summary>
public sealed class ProposalContentTests
{
    [Fact]
    public void Alternatives_are_shown_and_do_not_count_in_the_total()
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
    public void The_client_is_frozen_at_the_issue()
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
    public void Another_discount_reprices_the_lines()
    {
        var off = Chairs10.Discounted(new(10, null));
        (off.Total, off.Lines[0].DocumentDiscount, off.Lines[0].Discount).Should().Be((Roubles(1080), 100m, 100m));
        off.Discounted(null).Should().Be(Chairs10);
        off.Should().NotBe(Chairs10);
    }
}
