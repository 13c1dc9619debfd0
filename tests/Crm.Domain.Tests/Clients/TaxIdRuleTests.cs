namespace Crm.Domain.Tests.Clients;

/// <summary>product.md, Duplicate detection: a client is judged by tax id and KPP when it is new and when one of them changes.</summary>
public sealed class TaxIdRuleTests
{
    private const string Inn = "7707083893";
    private static readonly ClientId New = new(Id(3));

    [Theory]
    [InlineData("7707083894", "tax_id.check_digits")]
    [InlineData("770708389", "tax_id.length")]
    [InlineData("Нет", "tax_id.length")]
    public void A_wrong_tax_id_of_Russia_is_refused(string taxId, string code) =>
        Fault(Judge(null, Details(taxId))).Should().Be(("/legalDetails/taxId", code));

    [Theory]
    [InlineData("1"), InlineData("77070100"), InlineData("7707a1001")]
    public void A_wrong_KPP_is_refused(string kpp) =>
        Fault(Judge(null, Details(Inn, kpp))).Should().Be(("/legalDetails/kpp", "bank.kpp"));

    [Theory]
    [InlineData("KZ", "RU"), InlineData(null, "KZ")]
    public void Tax_ids_of_other_countries_are_free(string? country, string company) =>
        Judge(null, Details("100-Б", "1", country), company: company).Refusal.Should().BeNull();

    [Fact]
    public void A_country_that_is_none_is_refused() =>
        Fault(Judge(null, Details("1", country: "XX"))).Should().Be(("/legalDetails/country", "country.unknown"));

    [Fact]
    public void A_tax_id_of_before_the_rule_stays_until_it_is_changed()
    {
        var old = Details("123");
        Judge(old, old with { Address = Text("Москва") }).Should().Be(TaxIdVerdict.Fine);
        Judge(old, Details("123", "770701001")).Refusal.Should().BeNull("the KPP was added");
        Fault(Judge(old, Details("124"))).Should().Be(("/legalDetails/taxId", "tax_id.length"));
        Judge(Details("123", country: "KZ"), Details("123")).Refusal.Should().NotBeNull("it is now one of Russia");
    }

    [Theory]
    [InlineData(null, null), InlineData("770701001", "770701001"), InlineData("7707A1001", "7707A1001")]
    public void An_equal_tax_id_with_an_equal_KPP_is_a_duplicate(string? kpp, string? other)
    {
        var refusal = Judge(null, Details(Inn, kpp), Held(Details("7707 083893", other)))!.Refusal!;
        refusal.Code.Should().Be("client.duplicate");
        refusal.Candidates.Should().Equal(new Candidate(Acme.Value, "Acme"));
        var blocker = refusal.Blockers.Single();
        (blocker.Subject, blocker.Fix).Should().Be(($"client:{Acme}", new Fix.ReviewClient(Acme)));
    }

    [Theory]
    [InlineData(null, "770701001"), InlineData("770701001", null), InlineData("770701001", "770702002")]
    public void An_equal_tax_id_with_another_KPP_is_a_warning(string? kpp, string? other)
    {
        var verdict = Judge(null, Details(Inn, kpp), Held(Details(Inn, other)));
        verdict.Refusal.Should().BeNull();
        verdict.Warnings.Should().Equal(new Warning("client.same_tax_id", "/legalDetails/taxId", Inn));
    }

    [Fact]
    public void A_number_that_is_equal_in_another_country_is_another_one() =>
        Judge(null, Details(Inn, country: "KZ"), Held(Details(Inn))).Should().Be(TaxIdVerdict.Fine);

    [Fact]
    public void A_duplicate_on_purpose_leaves_an_event()
    {
        var verdict = Judge(null, Details(Inn), Held(Details(Inn)), isOverride: true);
        verdict.Refusal.Should().BeNull();
        verdict.Event.Should().BeOfType<ClientDuplicateAccepted>().Which.Clients.Should().Equal(Acme);
        Judge(null, Details(Inn), isOverride: true).Event.Should().BeNull("there is nothing to override");
    }

    [Fact]
    public void Only_a_change_of_tax_id_or_KPP_is_compared()
    {
        var (own, other) = (Details(Inn), Held(Details(Inn)));
        Judge(own, own with { RegisteredName = Text("ООО") }, other).Should().Be(TaxIdVerdict.Fine);
        Judge(Details(Inn, "770701001"), own, other).Refusal!.Code.Should().Be("client.duplicate");
        Judge(null, null, other).Should().Be(TaxIdVerdict.Fine);
        Judge(own, Details(null), other).Should().Be(TaxIdVerdict.Fine);
        Judge(null, Details(Inn), Held(Details(Inn)) with { Id = New }).Should().Be(TaxIdVerdict.Fine, "it is itself");
    }

    private static TaxIdVerdict Judge(
        LegalDetails? before,
        LegalDetails? after,
        Client? other = null,
        string company = "RU",
        bool isOverride = false
    ) => new TaxIdRule(company, other is null ? [] : [other], isOverride).Judge(New, before, after);

    private static (string, string) Fault(TaxIdVerdict verdict) =>
        verdict.Refusal!.Faults.Select(fault => (fault.Pointer, fault.Code)).Single();

    private static Client Held(LegalDetails legal) => new(Acme, Text("Acme"), ClientKind.Company, legal, []);

    private static LegalDetails Details(string? taxId, string? kpp = null, string? country = null) =>
        new(taxId is null ? null : Text(taxId), null, null, null)
        {
            Kpp = kpp is null ? null : Text(kpp),
            Country = country,
        };
}
