using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Digest of what a caller may do and see: their permissions with reach, and which of them apply to the resources of a command. Equal
/// as long as an answer shows the same to its reader.
/// </summary>
public static class RightsDigest
{
    /// <param name="owners">The users to whom the resources of the command belong.</param>
    public static string Of(Grants grants, IEnumerable<ResourceOwner> owners)
    {
        var text = new StringBuilder();
        foreach (var permission in grants.Granted)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{permission.Name}:{grants.DealsOf(permission)}:{grants.ClientsOf(permission)}\n"
            );
        foreach (var owner in owners)
        {
            text.Append('#');
            foreach (var permission in Permissions.All)
                text.Append(grants.May(permission, owner.Users) ? '1' : '0');
            text.Append(SeesClients(grants, owner) ? '1' : '0');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Whether the client of a deal is visible through it.</summary>
    private static bool SeesClients(Grants grants, ResourceOwner owner) =>
        grants.ClientsOf(Permissions.ClientsRead) is { } reach
        && (
            grants.Managers(reach, Permissions.DealsRead) is not { } managers
            || owner.Manager is { } manager && managers.Contains(manager)
            || grants.TakesPartIn(owner.Users)
        );
}
