using System.Globalization;
using System.Text;

namespace Crm.Domain.Tests.Kernel;

/// <summary>One rule for all texts: what PostgreSQL, Unicode normalization and every reader can keep.</summary>
public sealed class TextRuleTests
{
    [Fact]
    public void Every_character_is_accepted_but_controls_and_noncharacters()
    {
        foreach (var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code)))
        {
            var isLineEndOrTab = rune.Value is '\t' or '\n' or '\r';
            var isRefused =
                Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
                || (rune.Value & 0xFFFE) == 0xFFFE
                || rune.Value is >= 0xFDD0 and <= 0xFDEF;
            if (TextRule.IsSound($"а{rune}б", severalLines: false) == isRefused)
                Assert.Fail($"U+{rune.Value:X4} in one line");
            if (TextRule.IsSound($"а{rune}б", severalLines: true) == (isRefused && !isLineEndOrTab))
                Assert.Fail($"U+{rune.Value:X4} in several lines");
        }
    }

    [Fact]
    public void An_unpaired_surrogate_is_refused()
    {
        foreach (var text in (string[])["\uD83D", "\uDE00", "\uDE00\uD83D", "а\uD83Dб", "\uD83D\uD83D\uDE00"])
            TextRule.IsSound(text, severalLines: true).Should().BeFalse();
    }

    [Theory, InlineData(""), InlineData("Кабель ⌀ 16″ → 😀"), InlineData("e\u0301"), InlineData("a\u200Bb")]
    public void Other_texts_are_kept_as_given(string text) =>
        TextRule.IsSound(text, severalLines: false).Should().BeTrue();

    [Fact]
    public void What_is_accepted_can_be_normalized_for_the_search()
    {
        foreach (
            var rune in Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code).ToString())
        )
            if (TextRule.IsSound(rune, severalLines: true))
                rune.Normalize().Should().NotBeEmpty();
    }
}
