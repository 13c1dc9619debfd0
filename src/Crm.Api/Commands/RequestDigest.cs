namespace Crm.Api.Commands;

/// <summary>
/// The digest of a parsed command: spacing and order of members do not matter, nor do members without a value. So a request that is
/// repeated after an upgrade is the same one although the body has got a new member.
/// </summary>
/// <param name="value">What is stored.</param>
/// <param name="earlier">
/// As builds before digested it, with the members without a value; members added to a body since are left out there too
/// (<c>JsonIgnore</c>).
/// </param>
public sealed class RequestDigest(string value, Func<string> earlier)
{
    public string Value => value;

    public bool Is(string? stored) => stored == value || stored == earlier();
}
