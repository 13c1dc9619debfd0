using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Access;

/// <summary>
/// Denials that are counted together: of one minute, network and code. Those with a credential are counted per
/// credential too, so that nobody hides their denials among those of a colleague at the same address.
/// </summary>
/// <param name="Minute">Minutes since year 1.</param>
/// <param name="Network">As <see cref="CallerNetwork"/> gives it.</param>
/// <param name="Credential">Null when the request had no accepted credential.</param>
public readonly record struct DenialSeries(long Minute, string Network, string Code, string? Credential)
{
    public static long MinuteOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;

    /// <summary>The series of all denials of the code for which there is no memory to count them apart.</summary>
    public DenialSeries Others => this with { Network = "*", Credential = Credential is null ? null : "*" };

    /// <summary>The same on every host.</summary>
    public Guid Id
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Minute}\n{Network}\n{Code}\n{Credential}");
            return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        }
    }
}
