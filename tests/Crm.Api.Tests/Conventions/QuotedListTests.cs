using Crm.Api.RequestPipeline;
using CsCheck;

namespace Crm.Api.Tests.Conventions;

/// <summary>The one grammar of parameters with several values.</summary>
public sealed class QuotedListTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b", "a|b")]
    [InlineData("М 6:0,b", "М 6:0|b")]
    [InlineData("\"М6,0\",М8", "М6,0|М8")]
    [InlineData("\"3/4\"\"\"", "3/4\"")]
    [InlineData("\"\"", "")]
    [InlineData("\"\"\"\"", "\"")]
    [InlineData("a,,b", "a||b")]
    [InlineData("", "")]
    [InlineData(",", "|")]
    public void Values_are_separated_by_commas_outside_quotes(string text, string values) =>
        string.Join('|', QuotedList.Parse(text)!.Select(value => value.Text)).Should().Be(values);

    [Theory, InlineData("\""), InlineData("\"a"), InlineData("a\""), InlineData("\"a\"b"), InlineData("\"a\" ,b")]
    public void A_quote_that_is_open_or_inside_a_value_is_malformed(string text) =>
        QuotedList.Parse(text).Should().BeNull();

    [Fact]
    public void What_is_quoted_is_read_back() =>
        Gen.String[Gen.Char["\",: я"], 0, 6]
            .Array[1, 5]
            .Sample(values =>
            {
                var quoted = values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                QuotedList.Parse(string.Join(',', quoted))!.Select(value => value.Text).Should().Equal(values);
            });
}
