namespace Crm.Domain.Tests;

public sealed class IdentifiersTests
{
    [Theory]
    [InlineData("AB-2\u200B", "AB-2"), InlineData("\uFEFFAB-2", "AB-2"), InlineData("A\u00ADB\u2060-2", "AB-2")]
    [InlineData("КРАИ\u0306-1", "КРАЙ-1"), InlineData("е\u0308ж", "ёж"), InlineData("AB\u00A02", "AB 2")]
    [InlineData(" AB 2\t", "AB 2"), InlineData("A\u0007B\u0085C\u2028", "ABC"), InlineData("A\uFE0F\u034FB", "AB")]
    [InlineData("\u200B \u00A0", ""), InlineData("a@b.c", "a@b.c"), InlineData("😀-1", "😀-1")]
    public void What_nobody_sees_makes_no_difference(string typed, string stored) =>
        Identifiers.Normalize(typed).Should().Be(stored);

    [Theory]
    [
        InlineData("7707 083 893", "7707083893"),
        InlineData("40702\u00A0810", "40702810"),
        InlineData("7707\u202F083\u200B", "7707083")
    ]
    [InlineData("БИН 123", "БИН 123"), InlineData("12 AB", "12 AB")]
    public void A_number_loses_the_spaces_of_its_groups(string typed, string stored) =>
        Identifiers.NormalizeNumber(typed).Should().Be(stored);

    [Theory]
    [InlineData("abc", "ABC"), InlineData("Край-1", "КРАИ\u0306-1"), InlineData("AB-2\u200B", "ab-2")]
    public void Codes_are_one_without_case_and_what_nobody_sees(string one, string other) =>
        Codes.Fold(one).Should().Be(Codes.Fold(other));

    [Theory]
    [
        InlineData("AB-2", "АВ-2"),
        InlineData("ab-2", "АВ-2"),
        InlineData("СОРТ", "COPT"),
        InlineData("ΑΒ", "AB"),
        InlineData("ＡＢ", "AB")
    ]
    public void Codes_in_two_alphabets_look_alike(string one, string other)
    {
        Codes.Look(one).Should().Be(Codes.Look(other));
        Codes.Fold(one).Should().NotBe(Codes.Fold(other));
    }

    [Theory]
    [InlineData("AB-2", "AB-3"), InlineData("КРАЙ", "КРАИ"), InlineData("ШКАФ", "SHKAF")]
    public void Other_codes_do_not(string one, string other) => Codes.Look(one).Should().NotBe(Codes.Look(other));
}
