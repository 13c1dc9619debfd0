using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>What the company must have on file before it issues a document, however the document comes about.</summary>
public sealed class SellerDetailsTests
{
    private static readonly CompanyProfile Complete = new(Name: "Seller", TaxId: "7701999993", Address: "Moscow");
    private static readonly BankAccount InRoubles = new("40702810200000000001", Rub, IsDefault: true);

    [Fact]
    public void A_proposal_needs_the_name_alone()
    {
        var given = Deals.InProposal.Did(new DraftProposal(Offer, Chairs10));
        Missing(given, new(), new IssueProposal(Offer, Chairs10)).Should().Equal("seller.name_missing");
        var named = new CompanySettings { Profile = new(RegisteredName: "Seller") };
        Missing(given, named, new IssueProposal(Offer, Chairs10)).Should().BeEmpty();
    }

    [Fact]
    public void An_invoice_needs_name_tax_id_address_and_an_account_in_its_currency()
    {
        Missing(Deals.InPreparation, new(), Verbs.Invoiced)
            .Should()
            .Equal("seller.name_missing", "seller.tax_id_missing", "seller.address_missing", "seller.account_missing");
        var other = new CompanySettings { Profile = Complete, BankAccounts = [InRoubles with { Currency = Usd }] };
        Missing(Deals.InPreparation, other, Verbs.Invoiced).Should().Equal("seller.account_missing");
        Missing(Deals.InPreparation, other with { PayToDefaultAccount = true }, Verbs.Invoiced).Should().BeEmpty();
        Missing(Deals.InPreparation, other with { BankAccounts = [InRoubles] }, Verbs.Invoiced).Should().BeEmpty();
    }

    [Fact]
    public void Every_way_to_an_invoice_is_judged()
    {
        var issued = Deals.Invoiced.Events.OfType<InvoiceIssued>().Single();
        Missing(Deals.Invoiced, new(), new ReissueInvoice(new(Id(41)), issued, null, null, Why))
            .Should()
            .Contain("seller.account_missing");
        Missing(
                Deals.InPreparation,
                new(),
                new ScheduleInvoices(TheOrder, [new ScheduledPayment(new(Id(42)), new(2026, 4, 1), 100, null)])
            )
            .Should()
            .Contain("seller.account_missing");
    }

    [Fact]
    public void Who_may_not_change_the_settings_is_told_whom_to_ask()
    {
        var given = Deals.InPreparation with { Seller = new(new(), Rub) };
        Given(given)
            .When(Verbs.Invoiced, rights: Rights.None)
            .Decision.Refused!.Blockers.Select(x => x.Fix)
            .Should()
            .AllBeEquivalentTo(new Fix.AskUserWith("settings.manage"));
        Given(given).When(Verbs.Invoiced).Decision.Refused!.Blockers[0].Fix.Should().Be(new Fix.UpdateSettings());
    }

    [Theory]
    [InlineData("40702810200000000001", "RUB")]
    [InlineData("40702643200000000001", "RUB")]
    [InlineData("40702840500000000001", "USD")]
    [InlineData("40702999500000000001", "CHF")]
    [InlineData("DE89370400440532013000", "CHF")]
    public void The_single_account_of_before_is_in_the_currency_that_its_digits_name(string account, string currency) =>
        new CompanySettings { Profile = Complete with { Account = account } }
            .Accounts(new("CHF"))
            .Select(x => (x.Account, x.Currency.Code, x.IsDefault))
            .Should()
            .Equal((account, currency, true));

    private static IEnumerable<string> Missing(Story given, CompanySettings settings, DealCommand command) =>
        Given(given with { Seller = new(settings, Rub) }).When(command).Decision.Refused?.Blockers.Select(x => x.Code)
        ?? [];
}
