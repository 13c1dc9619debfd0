using System.Text.RegularExpressions;
using Crm.Api.Problems;
using Crm.Domain.Kernel;

namespace Crm.Api.Tests.Localization;

/// <summary>What refusals expected and found is told in the language of the reader, as a sentence with typed values.</summary>
public sealed partial class PhraseTests
{
    [Fact]
    public void Every_text_of_a_phrase_is_a_literal() =>
        CompiledPhrases
            .OfProduct.Where(found => found.Key is null)
            .Select(found => found.Place)
            .Should()
            .BeEmpty("other texts are data: Phrase.Data, or a value of an interpolated string");

    [Fact]
    public void Every_phrase_is_Russian_for_a_Russian_reader()
    {
        CompiledPhrases.Keys.Should().HaveCountGreaterThan(300);
        foreach (var key in CompiledPhrases.Keys)
        {
            var russian = PhraseTexts.All[key].Ru;
            russian.Should().MatchRegex("[А-яЁё]", key);
            English().IsMatch(russian).Should().BeFalse($"'{russian}' has an English word");
        }
    }

    [Fact]
    public void A_fault_is_told_in_sentences()
    {
        Told("vat_rate.unknown", Phrase.Data(["0", "5", "7"]))
            .Should()
            .Be(("Неизвестная ставка НДС. Допустимо: 0, 5, 7.", "Unknown VAT rate. Allowed: 0, 5, 7."));
        Told("date.future", $"not after {new DateOnly(2026, 11, 30)}")
            .Should()
            .Be(("Дата в будущем. Не позднее 30.11.2026.", "The date is in the future. Not after 2026-11-30."));
        Told("member.required", Phrase.None).Should().Be(("Обязательное поле", "Required member"));
        Told("member.invalid", $"line {3}, column {2} ({"НДС"}): {(Phrase)$"at most {2} decimals"}")
            .Russian.Should()
            .Be("Недопустимое значение. Строка 3, колонка 2 (НДС): не более 2 знаков после запятой.");
        Told("quantity.not_positive", "> 0").Russian.Should().Be("Количество должно быть больше нуля. Допустимо: > 0.");
    }

    [Fact]
    public void Equal_phrases_are_equal_however_they_were_made()
    {
        (Phrase literal, Phrase interpolated) = ("at most 2 decimals", $"at most {2} decimals");

        interpolated.Should().Be(literal);
        (interpolated.GetHashCode(), interpolated.Key).Should().Be((literal.GetHashCode(), "at most {0} decimals"));
    }

    [Fact]
    public void Canary_each_way_to_make_a_phrase_is_seen()
    {
        CompiledPhrases
            .In(typeof(PhraseTests).GetMethod(nameof(Made), (System.Reflection.BindingFlags)(-1))!)
            .Select(found => found.Key)
            .Should()
            .BeEquivalentTo(
                "one {0}",
                "a literal",
                "another",
                "no {0} of {1}",
                "inner {0}",
                "monday",
                "tuesday",
                null,
                null
            );
    }

    [Theory]
    [InlineData("asOf or at", "asOf or at.")]
    [InlineData("currency=", "currency=.")]
    [InlineData("a number", "A number.")]
    public void What_begins_with_a_name_of_the_API_is_spelled_as_there(string expected, string told) =>
        Told("parameter.invalid", expected).English.Should().EndWith(". " + told);

    private static Phrase[] Made(string text, bool which) =>
        [
            $"one {text}",
            which ? "a literal" : "another",
            $"no {1} of {(Phrase)$"inner {text}"}",
            Phrase.Word(Days.Monday),
            text.Trim(),
            Phrase.Data("some words"),
        ];

    private enum Days
    {
        Monday,
        Tuesday,
    }

    private static (string Russian, string English) Told(string code, Phrase expected) =>
        (Phrases.Sentence(code, expected, "ru"), Phrases.Sentence(code, expected, "en"));

    [GeneratedRegex(@"\b(a|an|the|of|or|and|not|no|most|least|only|with|is)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex English();
}
