using System.Diagnostics;
using System.Globalization;
using Crm.Api.DevDatabase;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace Crm.Api.Tests.Hosting;

/// <summary>Real servers, one cluster for each test.</summary>
public sealed class PrivatePostgresTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> log = [];
    private PrivatePostgres? last;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (last is not null && Directory.Exists(last.DataDirectory))
            await last.Destroy();
        folder.Dispose();
    }

    [Fact]
    public async Task Starts_an_UTF8_database_that_asks_for_its_password_and_stops_clean()
    {
        var server = await Start();

        (await Ask(server, "show server_encoding")).Should().Be("UTF8");
        (await Ask(server, "select lower('ЁЛКА')"))
            .Should()
            .Be("ёлка", because: "text search must know case beyond ASCII");
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            Password = "guess",
            Pooling = false,
        }.ConnectionString;
        (await new NpgsqlConnection(wrong).Awaiting(c => c.OpenAsync(Ct)).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should()
            .Be("28P01");

        await server.Stop();
        File.Exists(PidFile(server)).Should().BeFalse();
    }

    [Fact]
    public async Task Its_files_are_readable_by_their_owner_only()
    {
        var server = await Start(new PostgresOptions { DataFolder = folder.Below("pg") });
        if (OperatingSystem.IsWindows())
            return; // no modes there: the folder of the user is closed to others

        string[] beside = Directory.GetFiles(Path.GetDirectoryName(folder.Below("pg"))!);
        string[] within = Directory.GetFiles(server.DataDirectory);

        beside.Should().NotBeEmpty();
        beside.Concat(within).Where(IsOpenToOthers).Should().BeEmpty();
    }

    [Fact]
    public async Task Keeps_its_data_between_starts_and_starts_by_default_with_full_durability()
    {
        var first = await Start(new PostgresOptions { DataFolder = folder.Below("pg") });
        (await Ask(first, "show fsync")).Should().Be("on");
        await Ask(first, "create table kept as select 42 as x");
        await first.Stop();

        (await Ask(await Start(), "select x::text from kept")).Should().Be("42");
    }

    [Fact]
    public async Task A_server_whose_owner_has_ended_is_reused_and_not_started_again()
    {
        var abandoned = await Start();

        var next = await Start();

        next.ConnectionString.Should().Be(abandoned.ConnectionString);
        log.Should().ContainMatch("*still running, joined");
    }

    [Fact]
    public async Task The_last_user_stops_it_and_no_other()
    {
        var (first, second) = (await Start(), await Start());

        await first.Stop();
        (await Ask(second, "select 'alive'")).Should().Be("alive");

        await second.Stop();
        File.Exists(PidFile(second)).Should().BeFalse();
    }

    [Fact]
    public async Task Two_that_start_at_once_share_one_server()
    {
        var both = await Task.WhenAll(Start(), Start());

        both[0].ConnectionString.Should().Be(both[1].ConnectionString);
    }

    [Fact]
    public async Task A_start_says_that_it_waits_for_another_one()
    {
        var other = await FolderLock.AcquireExclusive(folder.Below("pg.lock"), _ => { }, Ct);

        var start = Start();
        await Polling.Until(() =>
            Task.FromResult(Log().Any(line => line.EndsWith("waiting…", StringComparison.Ordinal)))
        );
        other.Dispose();

        (await Ask(await start, "select 'alive'")).Should().Be("alive");
    }

    [Fact]
    public async Task A_killed_server_is_started_again_with_what_was_committed()
    {
        var killed = await Start(new PostgresOptions { DataFolder = folder.Below("pg") });
        await Ask(killed, "create table kept as select 42 as x");
        Kill(killed);

        (await Ask(await Start(), "select x::text from kept")).Should().Be("42");
        log.Should().NotContainMatch("*joined");
    }

    [Fact]
    public async Task A_pid_file_that_names_another_living_program_is_cleared()
    {
        var killed = await Start();
        Kill(killed);
        var lines = await File.ReadAllLinesAsync(PidFile(killed), Ct);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(PidFile(killed), lines, Ct);

        (await Ask(await Start(), "select 'alive'")).Should().Be("alive");
        log.Should().ContainMatch("*another program has its process number; cleared");
    }

    [Fact]
    public async Task A_cancelled_start_leaves_no_server()
    {
        using var stop = new CancellationTokenSource();
        var options = Throwaway();

        var start = () =>
            PrivatePostgres.Start(
                options,
                line =>
                {
                    if (line.EndsWith("starting…", StringComparison.Ordinal))
                        stop.Cancel();
                },
                stop.Token
            );

        await start.Should().ThrowAsync<OperationCanceledException>();
        Directory.Exists(options.DataFolder).Should().BeTrue();
        File.Exists(Path.Combine(options.DataFolder, "postmaster.pid")).Should().BeFalse();
    }

    [Fact]
    public async Task Destroy_leaves_nothing_behind()
    {
        var server = await Start();

        await server.Destroy();

        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
        Directory.Exists(server.DataDirectory).Should().BeFalse();
    }

    private PostgresOptions Throwaway() =>
        new()
        {
            DataFolder = folder.Below("pg"),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["fsync"] = "off",
                ["max_connections"] = "20",
            },
        };

    private string[] Log()
    {
        lock (log)
            return [.. log];
    }

    private static bool IsOpenToOthers(string file) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None;

    private async Task<PrivatePostgres> Start(PostgresOptions? options = null) =>
        last = await PrivatePostgres.Start(
            options ?? Throwaway(),
            line =>
            {
                lock (log)
                    log.Add(line);
            },
            Ct
        );

    private static string PidFile(PrivatePostgres server) => Path.Combine(server.DataDirectory, "postmaster.pid");

    private static void Kill(PrivatePostgres server)
    {
        using var process = Process.GetProcessById(
            int.Parse(File.ReadLines(PidFile(server)).First(), CultureInfo.InvariantCulture)
        );
        process.Kill();
        process.WaitForExit();
    }

    private static async Task<string?> Ask(PrivatePostgres server, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(Ct);
    }
}
