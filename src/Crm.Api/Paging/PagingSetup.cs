using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Paging;

/// <summary>Paging of lists.</summary>
public static class PagingSetup
{
    public static IServiceCollection AddPaging(this IServiceCollection services) =>
        services.AddSingleton(provider => new CursorSeal(Secret(provider.GetRequiredService<HostSecrets>())));

    /// <summary>
    /// Cursors must be valid on every host of one database and after a restart, so the secret is stored in the
    /// database.
    /// </summary>
    private static byte[] Secret(HostSecrets secrets)
    {
        var secret = secrets.GetOrAdd("cursor", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return SHA256.HashData(Encoding.UTF8.GetBytes(secret));
    }
}
