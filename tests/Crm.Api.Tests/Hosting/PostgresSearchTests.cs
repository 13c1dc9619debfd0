using Crm.Api.Configuration;
using Crm.Api.DevDatabase;
using Crm.Api.Startup;
using FluentAssertions;
using Xunit;

namespace Crm.Api.Tests.Hosting;

/// <summary>Simulated machines: folders with scripts that print their version.</summary>
public sealed class PostgresSearchTests : IDisposable
{
    private static readonly Action<string> Silent = _ => { };
    private readonly TemporaryFolder folder = new();

    public PostgresSearchTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the made-up programs are shell scripts");

    private PostgresSearch Machine => new(null, folder.Below("path"), folder.Path, null);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_path_comes_first_then_Debian_newest_first_then_Homebrew()
    {
        var brew = Install("opt/homebrew/opt/postgresql@17/bin", "17.9");
        var (nine, fifteen, seventeen) = (Debian("9.6"), Debian("15.18"), Debian("17.2"));
        var path = Install("path", "16.1");

        // 9.6 sorts after all numbered folders; the version comes from the program, not from the folder's name.
        Machine.Installed().Should().Equal(path, seventeen, fifteen, nine, brew);
    }

    [Fact]
    public void A_link_on_the_path_leads_to_the_real_folder()
    {
        var real = Debian("15.18");
        Directory.CreateDirectory(folder.Below("path"));
        File.CreateSymbolicLink(folder.Below("path", "pg_ctl"), Path.Combine(real, "pg_ctl"));

        Machine.Installed().Should().Equal(real);
    }

    [Fact]
    public async Task Too_old_and_incomplete_ones_are_passed_over()
    {
        Install("path", "14.9");
        File.Delete(Path.Combine(Debian("17.1"), "initdb"));
        var fifteen = Debian("15.18");

        (await Find(Machine)).Should().Be(new PostgresBinaries(fifteen, 15, "15.18"));
    }

    [Fact]
    public async Task CRM_PG_BIN_wins_over_all_others()
    {
        Install("path", "17.1");
        var given = Install("given", "15.2");

        (await Find(Machine with { Given = given })).Folder.Should().Be(given);
    }

    [Fact]
    public async Task A_wrong_CRM_PG_BIN_is_said_and_not_replaced()
    {
        Debian("17.1");

        await Find(Machine with { Given = folder.Below("nothing") })
            .Invoking(find => find)
            .Should()
            .ThrowAsync<StartupException>()
            .WithMessage("CRM_PG_BIN=*nothing holds no usable PostgreSQL 15 or newer*");
    }

    [Fact]
    public async Task Data_get_the_version_that_made_them()
    {
        Debian("17.1");
        var fifteen = Debian("15.18");

        (await Find(Machine, major: 15)).Folder.Should().Be(fifteen);
        await Find(Machine, major: 16)
            .Invoking(find => find)
            .Should()
            .ThrowAsync<StartupException>()
            .WithMessage("*made by PostgreSQL 16, but only 17.1, 15.18 is to be had*");
    }

    [Fact]
    public async Task None_at_all_gives_one_message_with_three_choices()
    {
        using var error = new StringWriter();

        var code = await StartupFault.Guard(async () => (await Find(Machine)).Major, error);

        code.Should().Be(1);
        error
            .ToString()
            .Should()
            .Contain("1. install it")
            .And.Contain("2. run it in Docker:  docker compose up -d db")
            .And.Contain("3. use your own")
            .And.NotContain("   at ", because: "a stack trace does not help here");
    }

    private static async Task<PostgresBinaries> Find(PostgresSearch search, int? major = null) =>
        await PostgresBinaries.Find(search, major, account: null, Silent, TestContext.Current.CancellationToken);

    private string Debian(string version) =>
        Install($"usr/lib/postgresql/{(version.StartsWith('9') ? version : version.Split('.')[0])}/bin", version);

    private string Install(string where, string version)
    {
        var bin = Directory.CreateDirectory(folder.Below(where)).FullName;
        foreach (var program in PostgresBinaries.Programs)
        {
            var path = Path.Combine(bin, program);
            File.WriteAllText(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {version} (made up)'\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return bin;
    }
}
