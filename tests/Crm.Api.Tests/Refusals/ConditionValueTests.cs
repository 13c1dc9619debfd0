using Crm.Api.Problems;
using Crm.Domain.Kernel;
using Crm.Domain.Processes;

namespace Crm.Api.Tests.Refusals;

/// <summary>What a condition expects or found is a value beside the sentence, the same in every language.</summary>
public sealed class ConditionValueTests
{
    private static readonly Money Owed = new(18000, new("RUB"));
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Numbers_are_numbers_and_so_are_limits()
    {
        Of("0").Number.Should().Be(0);
        Of("> 0").Number.Should().Be(0);
        Of($"<= {2.5m}").Number.Should().Be(2.5m);
        Of($"{3} products").Number.Should().Be(3);
        Of($"invoices {1}, payments {2}").Number.Should().BeNull("there are several");
    }

    [Fact]
    public void Sums_days_and_instants_have_a_member_each()
    {
        Of(Phrase.Data(Owed)).Should().BeEquivalentTo(Only("18000.00 RUB") with { Money = Owed });
        ((Phrase)$"{Phrase.Data(Owed)} ({"30%"})").Values.Should().HaveCount(2);
        Of($"{Phrase.Data(Owed)} ({"30%"})").Money.Should().Be(Owed);
        Of($"{new DateOnly(2026, 11, 30)}").Date.Should().Be(new DateOnly(2026, 11, 30));
        Of($"expired {Noon}").At.Should().Be(Noon);
    }

    [Fact]
    public void Codes_are_named_in_every_language()
    {
        foreach (var language in new[] { "en", "ru" })
        {
            ConditionValue.Of("issued", language).Codes.Should().Equal("issued");
            ConditionValue.Of(Phrase.Word(ProposalStatus.Draft), language).Codes.Should().Equal("draft");
            ConditionValue
                .Of(Phrase.Data(["taxId", "registeredName"]), language)
                .Codes.Should()
                .Equal("taxId", "registeredName");
        }

        Of($"missing: {Phrase.Data(["one", "two"])}").Codes.Should().Equal("one", "two");
        Of("an invoice, a payment or a shipment").Codes.Should().BeEmpty();
        ConditionValue.Of("issued", "ru").Text.Should().NotBe("issued");
    }

    private static ConditionValue Only(string text) => new(text, null, null, null, null, []);

    private static ConditionValue Of(Phrase phrase) => ConditionValue.Of(phrase, "en");
}
