using Crm.Domain.Settings;

namespace Crm.Domain.Tests.Settings;

/// <summary>
/// Bank requisites: lengths, and the check digit of a Russian account. Branding on documents: colours are valid.
/// </summary>
public sealed class BankRequisitesTests
{
    private static readonly CompanySettings Standing = CompanySettings.Initial with
    {
        BaseCurrency = Rub,
        TimeZone = "Europe/Moscow",
    };
    private static readonly CompanyProfile Good = new(
        "Ромашка",
        Kpp: "770101001",
        BankName: "ПАО СБЕРБАНК",
        Bic: "044525225",
        Account: "40702810438000060473",
        CorrespondentAccount: "30101810400000000225"
    );

    [Fact]
    public void A_valid_change_is_an_event() =>
        Decide(Standing with { Profile = Good })
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<CompanyProfileChanged>()
            .Which.Profile.Should()
            .Be(Good);

    [Fact]
    public void Every_digit_of_an_account_counts()
    {
        // One wrong digit is always detected: no weight has a factor in common with ten.
        for (var i = 0; i < 20; i++)
        {
            var wrong = Good.Account![..i] + (char)('0' + (Good.Account[i] - '0' + 1) % 10) + Good.Account[(i + 1)..];
            Faults(Good with { Account = wrong }).Should().Equal(("/company/account", "bank.account_key"));
        }
    }

    [Fact]
    public void Lengths_are_looked_at_first_and_every_fault_is_named() =>
        Faults(new(Kpp: "77010100", Bic: "0445", Account: "1", CorrespondentAccount: "3010181040000000022x"))
            .Should()
            .Equal(
                ("/company/bic", "bank.bic"),
                ("/company/kpp", "bank.kpp"),
                ("/company/account", "bank.account"),
                ("/company/correspondentAccount", "bank.account")
            );

    [Theory]
    [
        InlineData("7701AB001", true),
        InlineData("7701ab001", false),
        InlineData("A70101001", false),
        InlineData("7701010011", false)
    ]
    public void A_code_of_registration_has_letters_in_the_middle_alone(string kpp, bool right) =>
        Faults(Good with { Kpp = kpp }).Any().Should().Be(!right);

    [Theory]
    [InlineData(null), InlineData("014525988"), InlineData("044525000"), InlineData("040507001")]
    public void Without_the_bank_or_at_the_treasury_no_key_is_asked(string? bic) =>
        Faults(Good with { Bic = bic, Account = "03100643000000017300", CorrespondentAccount = "40102810545370000003" })
            .Should()
            .BeEmpty();

    [Theory]
    [
        InlineData("#0b6e4f", true),
        InlineData("#0B6E4F", false),
        InlineData("#0b6e4f\n", false),
        InlineData("0b6e4f", false),
        InlineData("#0b6e4f;", false),
        InlineData("red", false)
    ]
    public void A_colour_is_a_colour(string accent, bool right)
    {
        var decision = Decide(Standing with { Branding = new(accent) });
        if (right)
            decision
                .Events.Single()
                .Should()
                .BeOfType<CompanyBrandingChanged>()
                .Which.Branding.Accent.Should()
                .Be(accent);
        else
            decision
                .Refused!.Faults.Select(x => (x.Pointer, x.Code))
                .Should()
                .Equal(("/branding/accent", "branding.accent"));
    }

    [Fact]
    public void A_brand_is_validated_whole()
    {
        var brand = new Branding(
            "#0b6e4f",
            new("Здравствуйте"),
            Signatory: Personal.Seal("Орлов", "salt"),
            Logo: new("00", "image/png", 1, 1)
        );
        var events = Decide(Standing with { Branding = brand }).Events;
        events.Aggregate(Standing, CompanySettings.Evolve).Branding.Should().Be(brand);
        brand
            .With("logo", null)
            .With("signature", brand.Logo)
            .Should()
            .Be(brand with { Logo = null, Signature = brand.Logo });
    }

    private static IEnumerable<(string, string)> Faults(CompanyProfile profile) =>
        (Decide(Standing with { Profile = profile }).Refused?.Faults ?? []).Select(x => (x.Pointer, x.Code));

    private static Decision Decide(CompanySettings wanted) =>
        new ChangeSettings(wanted).Decide(
            Standing,
            [],
            new CommandContext(
                new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero),
                null,
                null,
                Rights.All,
                TimeZoneInfo.Utc,
                () => default
            )
        );
}
