using Crm.Api.Configuration;
using Crm.Api.Startup;
using FluentAssertions;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class DevKeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private HomeFolder Home => new(folder.Below("home"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_call_makes_one_line_of_32_random_bytes()
    {
        var made = DevKeyFile.ReadOrCreate(Home);

        made.IsNew.Should().BeTrue();
        made.Key.Should().MatchRegex("^crm_[A-Za-z0-9_-]{43}$");
        File.ReadAllText(Home.DevKey).Should().Be(made.Key + "\n");
        Directory.GetFiles(Home.Path).Should().Equal(Home.DevKey);
    }

    [Fact]
    public void The_file_is_readable_by_its_owner_only()
    {
        DevKeyFile.ReadOrCreate(Home);

        ModeShouldBePrivate();
    }

    [Fact]
    public void A_key_that_others_could_read_is_closed_to_them()
    {
        var made = DevKeyFile.ReadOrCreate(Home);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Home.DevKey, (UnixFileMode)0b110_100_100);

        DevKeyFile.ReadOrCreate(Home).Key.Should().Be(made.Key);

        ModeShouldBePrivate();
    }

    [Fact]
    public void Later_calls_give_the_same_key()
    {
        var made = DevKeyFile.ReadOrCreate(Home);

        DevKeyFile.ReadOrCreate(Home).Should().Be(made with { IsNew = false });
    }

    [Theory]
    [InlineData("")]
    [InlineData("crm_short")]
    [InlineData("hello")]
    public void A_file_that_holds_no_key_is_replaced_and_closed_to_others(string content)
    {
        Directory.CreateDirectory(Home.Path);
        File.WriteAllText(Home.DevKey, content);

        var made = DevKeyFile.ReadOrCreate(Home);

        made.IsNew.Should().BeTrue();
        File.ReadAllText(Home.DevKey).Should().Be(made.Key + "\n");
        ModeShouldBePrivate();
    }

    [Fact]
    public void Two_folders_have_two_keys() =>
        DevKeyFile.ReadOrCreate(Home).Key.Should().NotBe(DevKeyFile.ReadOrCreate(new(folder.Below("other"))).Key);

    private void ModeShouldBePrivate()
    {
        if (OperatingSystem.IsWindows())
            return; // no modes there: the folder of the user is closed to others
        File.GetUnixFileMode(Home.DevKey).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
