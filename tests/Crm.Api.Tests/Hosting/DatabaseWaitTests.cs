using System.Net;
using System.Net.Sockets;
using Crm.Api.Configuration;
using Crm.Api.Startup;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class DatabaseWaitTests : IDisposable
{
    // Bound but not listening: no other test can use the port, and connections are refused.
    private readonly Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int port;

    public DatabaseWaitTests()
    {
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        port = ((IPEndPoint)closed.LocalEndPoint!).Port;
    }

    public void Dispose() => closed.Dispose();

    [Fact]
    public async Task Gives_up_with_one_line_that_names_the_server_but_no_password()
    {
        var lines = new List<string>();
        var clock = new FakeTimeProvider();
        var connection = $"Host=127.0.0.1;Port={port};Username=crm;Password=topsecret;Database=sales";

        // The first try has failed when it logs: only then does the time run out, however slow the machine is.
        var wait = () =>
            DatabaseWait.Until(
                connection,
                TimeSpan.FromMilliseconds(300),
                Log,
                TestContext.Current.CancellationToken,
                clock
            );

        var message = (await wait.Should().ThrowAsync<StartupException>()).Which.Message;
        message
            .Should()
            .MatchRegex(@"^PostgreSQL at 127\.0\.0\.1:\d+/sales was not reached within 0\.3 s: .+$")
            .And.NotContain("topsecret")
            .And.NotContain("\n");
        lines.Should().ContainSingle(because: "the tries in between are no news");

        void Log(string line)
        {
            lines.Add(line);
            clock.Advance(TimeSpan.FromMilliseconds(300));
        }
    }

    [Theory]
    [InlineData("Host=db;Username=crm", GssEncryptionMode.Disable)]
    [InlineData("Host=db;Username=crm;Gss Encryption Mode=Require", GssEncryptionMode.Require)]
    [InlineData("Host=db;Username=crm;GssEncryptionMode=Prefer", GssEncryptionMode.Prefer)]
    public void Kerberos_encryption_is_used_only_when_configured(string given, GssEncryptionMode mode) =>
        new NpgsqlConnectionStringBuilder(DatabaseWait.WithoutKerberos(given)).GssEncryptionMode.Should().Be(mode);

    [Fact]
    public async Task A_cancelled_start_stops_waiting()
    {
        using var stop = new CancellationTokenSource();

        // The first try has failed when it logs: from then on only the signal can end the wait of ten minutes.
        var wait = () =>
            DatabaseWait.Until(
                $"Host=127.0.0.1;Port={port};Database=crm;Username=crm",
                TimeSpan.FromMinutes(10),
                _ => stop.Cancel(),
                stop.Token
            );

        await wait.Should().ThrowAsync<OperationCanceledException>();
    }
}
