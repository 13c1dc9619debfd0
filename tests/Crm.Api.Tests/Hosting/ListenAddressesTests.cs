using System.Net;
using System.Net.Sockets;
using Crm.Api.Configuration;
using Crm.Api.Startup;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Hosting;

/// <summary>An address that cannot be listened on ends the start before there is a database, in one line.</summary>
public sealed class ListenAddressesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TcpListener taken = new(IPAddress.Loopback, 0);
    private readonly int port;

    public ListenAddressesTests()
    {
        taken.Start();
        port = ((IPEndPoint)taken.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        taken.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("urls", "http://localhost:{0}/")]
    [InlineData("urls", "http://127.0.0.1:0;http://127.0.0.1:{0}")]
    [InlineData("urls", "http://*:{0}")]
    [InlineData("http_ports", "{0}")]
    [InlineData("https_ports", "{0}")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://127.0.0.1:{0}")]
    public void A_taken_port_is_named(string setting, string value) =>
        Refused(setting, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, port))
            .Should()
            .Contain($"port {port} is in use")
            .And.Contain("--urls");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("localhost:5080")]
    [InlineData("ftp://localhost:5080")]
    [InlineData("http://localhost:5080/crm")]
    [InlineData("http://localhost:99999")]
    public void What_is_no_address_is_named(string value) =>
        Refused("urls", value).Should().StartWith($"'{value}' is no address to listen on: ");

    [Fact]
    public void An_address_of_another_machine_is_named() =>
        Refused("urls", "http://192.0.2.1:5080").Should().Contain("this machine does not have the address 192.0.2.1");

    [Fact]
    public void The_servers_own_section_goes_before_the_addresses() =>
        FluentActions
            .Invoking(() =>
                ListenAddresses.EnsureFree(
                    Settings(
                        ("Kestrel:Endpoints:Public:Url", "http://127.0.0.1:0"),
                        ("urls", $"http://127.0.0.1:{port}")
                    )
                )
            )
            .Should()
            .NotThrow();

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://unix:/tmp/crm.sock")]
    public void A_free_address_stays_free(string value)
    {
        taken.Stop();
        var settings = Settings(
            ("urls", string.Format(System.Globalization.CultureInfo.InvariantCulture, value, port))
        );

        ListenAddresses.EnsureFree(settings);
        ListenAddresses.EnsureFree(settings);
    }

    [Fact]
    public async Task The_program_tells_a_taken_port_in_one_line_and_makes_no_database()
    {
        await using var host = HostExecutable.Start(folder, $"--urls http://localhost:{port}");

        (await host.Ended()).Should().Be(1);
        host.Output.Should().BeEmpty();
        host.Errors.Should().ContainSingle().Which.Should().StartWith($"http://localhost:{port} cannot be listened on");
        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    /// <summary>An address given twice passes each trial, and the server itself fails, after everything else has started.</summary>
    [Fact]
    public async Task A_port_that_is_taken_after_the_trial_is_told_without_a_trace()
    {
        taken.Stop();
        await using var host = HostExecutable.Start(
            folder,
            $"--no-demo --urls http://127.0.0.1:{port};http://127.0.0.1:{port}",
            ("ConnectionStrings__Crm", await CrmApp.PreparedDatabase()),
            ("Hosting__ApplySchema", "false")
        );

        (await host.Ended()).Should().Be(1);
        host.Errors.Should().ContainSingle().Which.Should().Contain("address already in use");
        HostOutput.Faults(host.Output).Should().BeEmpty();
    }

    private static string Refused(string setting, string value) =>
        FluentActions
            .Invoking(() => ListenAddresses.EnsureFree(Settings((setting, value))))
            .Should()
            .Throw<StartupException>()
            .Which.Message.Should()
            .NotContain("\n")
            .And.Subject;

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)))
            .Build();
}
