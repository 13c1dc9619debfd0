using System.Net.Sockets;

namespace Crm.Api.Access;

/// <summary>The address by which callers are counted.</summary>
public static class CallerNetwork
{
    /// <summary>
    /// The IPv4 address or the IPv6 network (/64), because one client has all of its 2^64 addresses; empty when
    /// unknown.
    /// </summary>
    public static string Of(HttpContext http) =>
        http.Connection.RemoteIpAddress switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } six => Convert.ToHexString(
                six.GetAddressBytes().AsSpan(0, 8)
            ),
            var four => four.ToString(),
        };
}
