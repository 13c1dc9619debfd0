using System.Net;
using Crm.Api.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> count only when the connection comes from a configured proxy
/// (<c>Proxies:Known</c>: addresses and networks); anybody can send these headers.
/// </summary>
public static class Proxies
{
    /// <summary>
    /// The framework's own switch (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>) trusts every sender, so its options are
    /// replaced.
    /// </summary>
    public static IServiceCollection AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var known = Known(configuration);
        return services.PostConfigure<ForwardedHeadersOptions>(options => Restrict(options, known));
    }

    /// <summary>Must be the first middleware: all others see the client's address and scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var isOnAlready = app.Configuration.GetValue<bool>("ForwardedHeaders_Enabled");
        var known = Known(app.Configuration);
        if (isOnAlready && known.Length == 0)
            app.Logger.LogWarning("Forwarded headers are ignored: name the proxies in Proxies:Known.");
        if (!isOnAlready && known.Length > 0)
            app.UseForwardedHeaders();
    }

    /// <summary>The configured proxies; a single address is a network of its own.</summary>
    public static IPNetwork[] Known(IConfiguration configuration) =>
        [.. SettingList.Read(configuration, "Proxies:Known").Select(Network)];

    private static IPNetwork Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : throw new StartupException(
            $"Proxies:Known: '{text}' is neither an address such as 10.0.0.7 nor a network such as 10.0.0.0/8."
        );

    private static void Restrict(ForwardedHeadersOptions options, IPNetwork[] known)
    {
        // Without any known proxy the framework would trust every sender.
        options.ForwardedHeaders =
            known.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Every proxy of a chain must be known, however long it is.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in known)
            options.KnownIPNetworks.Add(network);
    }
}
