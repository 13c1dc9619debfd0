using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Demo;

/// <summary>
/// API keys of the demo users, derived from the development key: they stay the same from start to start and need no file. The store has
/// their hashes only.
/// </summary>
/// <param name="developer">The development key, which is the administrator's.</param>
/// <param name="add">Makes a key of a user with this secret, unless the store has it.</param>
internal sealed class DemoKeys(string developer, Func<Guid, string, string, CancellationToken, Task> add)
{
    /// <param name="actor">The administrator, or the code of a user.</param>
    public string Of(string actor) =>
        actor == DemoStaff.Administrator
            ? developer
            : "crm_"
                + Base64Url.EncodeToString(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(developer), Encoding.UTF8.GetBytes("demo:" + actor))
                );

    public async Task Add(IEnumerable<DemoUser> users, CancellationToken ct)
    {
        foreach (var user in users)
            await add(user.Id, "demo: " + user.Name, Of(user.Code), ct);
    }
}
