namespace Crm.Domain.Tests;

public sealed class PersonalTests
{
    [Fact]
    public void The_digest_is_sha256_over_salt_and_text() =>
        Personal
            .Seal("Иван", "s")
            .Digest.Should()
            .Be(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("s\nИван"u8)));

    [Fact]
    public void Erased_it_still_verifies_and_tampered_it_does_not()
    {
        var sealed1 = Personal.Seal("Ivan", "salt");
        sealed1.Holds.Should().BeTrue();
        (sealed1 with { Text = null, Salt = null }).Holds.Should().BeTrue();
        (sealed1 with { Text = "Igor" }).Holds.Should().BeFalse();
        (sealed1 with { Salt = "other" }).Holds.Should().BeFalse();
        (sealed1 with { Text = null }).Holds.Should().BeFalse();
        (sealed1 with { Salt = null }).Holds.Should().BeFalse();
    }

    [Fact]
    public void The_salt_decides_nothing()
    {
        Personal.Seal("a", "1").SameText(Personal.Seal("a", "2")).Should().BeTrue();
        Personal.Seal("a", "1").SameText(Personal.Seal("b", "1")).Should().BeFalse();
        Personal.Seal("a", "1").SameText(null).Should().BeFalse();
        Personal.Seal("a", "1").Digest.Should().NotBe(Personal.Seal("a", "2").Digest);
    }
}
