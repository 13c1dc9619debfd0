using System.Net;
using System.Net.Sockets;
using Crm.Api.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Crm.Api.Startup;

/// <summary>
/// The addresses that the server is going to listen on. They are tried before a database is made or waited for, because
/// the server binds them last of all.
/// </summary>
public static class ListenAddresses
{
    // What the server listens on when no setting names an address.
    private const string Default = "http://localhost:5000";

    /// <summary>Throws a <see cref="StartupException"/> of one line for the first address that cannot be listened on.</summary>
    public static void EnsureFree(IConfiguration configuration)
    {
        foreach (var text in Configured(configuration))
        {
            var address = Parse(text);
            foreach (var endpoint in EndPoints(address))
                Try(text, address, endpoint);
        }
    }

    /// <summary>In the server's order of precedence: its own section, then the addresses, then bare ports.</summary>
    private static string[] Configured(IConfiguration configuration)
    {
        string[] own =
        [
            .. configuration
                .GetSection("Kestrel:Endpoints")
                .GetChildren()
                .Select(endpoint => endpoint["Url"])
                .OfType<string>(),
        ];
        if (own.Length > 0)
            return own;
        if (Listed(configuration, WebHostDefaults.ServerUrlsKey) is { Length: > 0 } addresses)
            return addresses;
        string[] ports =
        [
            .. Listed(configuration, WebHostDefaults.HttpPortsKey).Select(port => $"http://*:{port}"),
            .. Listed(configuration, WebHostDefaults.HttpsPortsKey).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [Default];
    }

    private static string[] Listed(IConfiguration configuration, string setting) =>
        (configuration[setting] ?? "").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static BindingAddress Parse(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            if (address is { Scheme: "http" or "https", PathBase.Length: 0 } && IsPort(address))
                return address;
        }
        catch (FormatException)
        {
            // Refused below.
        }

        throw new StartupException(
            $"'{text}' is no address to listen on: --urls (or ASPNETCORE_URLS) takes addresses such as {Default}."
        );
    }

    private static bool IsPort(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    private static IPEndPoint[] EndPoints(BindingAddress address)
    {
        // Sockets of the file system have no port; port 0 is any free one.
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            return [];
        if (IsLocalhost(address))
            return [new(IPAddress.Loopback, address.Port), new(IPAddress.IPv6Loopback, address.Port)];
        // Any other name than an address of this machine means all of its addresses, as for the server.
        return IPAddress.TryParse(address.Host, out var ip)
            ? [new(ip, address.Port)]
            : [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, address.Port)];
    }

    private static void Try(string text, BindingAddress address, IPEndPoint endpoint)
    {
        try
        {
            using var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            // A port that another program listens on can be bound on some systems: only listening fails.
            ((Socket)socket).Listen();
        }
        catch (SocketException e) when (Reason(e.SocketErrorCode, address) is { } reason)
        {
            throw new StartupException($"{text} cannot be listened on: {reason}", e);
        }
    }

    private static string? Reason(SocketError error, BindingAddress address) =>
        error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"port {address.Port} is in use, perhaps by a host that still runs. Stop it, or choose another address with --urls.",
            // One of the two addresses of localhost is enough for the server.
            _ when IsLocalhost(address) => null,
            SocketError.AccessDenied =>
                $"this user may not open port {address.Port}. Choose a port above 1023 with --urls.",
            SocketError.AddressNotAvailable =>
                $"this machine does not have the address {address.Host}. Choose another one with --urls.",
            _ => null,
        };

    private static bool IsLocalhost(BindingAddress address) =>
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
