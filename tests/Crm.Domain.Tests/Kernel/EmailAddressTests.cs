namespace Crm.Domain.Tests.Kernel;

/// <summary>One rule for the addresses of contacts, users and mails.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.com", "anna@example.com")]
    [InlineData("Anna.B+crm@Example.com", "Anna.B+crm@Example.com")]
    [InlineData("info@пример.рф", "info@xn--e1afmkfd.xn--p1ai")]
    [InlineData("info@ПРИМЕР.РФ", "info@xn--e1afmkfd.xn--p1ai")]
    [InlineData("info@münchen.example", "info@xn--mnchen-3ya.example")]
    [InlineData("info@mu\u0308nchen.example", "info@xn--mnchen-3ya.example")]
    [InlineData("info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai")]
    [InlineData("info@例え.テスト", "info@xn--r8jz45g.xn--zckzah")]
    public void A_domain_is_in_any_script_and_sent_in_punycode(string typed, string sent) =>
        EmailAddress.Ascii(typed).Should().Be(sent);

    [Theory]
    [InlineData("anna"), InlineData("anna@localhost"), InlineData("@example.com"), InlineData("anna@"), InlineData("")]
    [InlineData("a b@example.com"), InlineData("anna@exa mple.com"), InlineData("anna@-example.com")]
    [InlineData("anna@example..com"), InlineData("anna@пример..рф"), InlineData("anna@пример_.рф")]
    [InlineData("anna@exam\u200Bple.com"), InlineData("anna@xn--.рф"), InlineData("a@b@example.com")]
    [InlineData("anna@example.com, eve@example.com"), InlineData("Анна <anna@example.com>")]
    public void Everything_else_is_refused(string text) => EmailAddress.IsValid(text).Should().BeFalse();

    [Fact]
    public void An_address_is_not_longer_than_servers_take()
    {
        var label = new string('a', 63);
        EmailAddress.IsValid($"{new string('b', 60)}@{label}.{label}.{label}").Should().BeTrue();
        EmailAddress.IsValid($"{new string('b', 64)}@{label}.{label}.{label}").Should().BeFalse();
        EmailAddress
            .IsValid($"b@{new string('п', 62)}.рф")
            .Should()
            .BeFalse("its punycode has more than 63 characters");
    }

    [Fact]
    public void Spellings_of_one_address_are_the_same()
    {
        EmailAddress.AreSame("Anna@Пример.рф", "anna@xn--e1afmkfd.xn--p1ai").Should().BeTrue();
        EmailAddress.AreSame("anna@example.com", "anna@example.org").Should().BeFalse();
    }
}
