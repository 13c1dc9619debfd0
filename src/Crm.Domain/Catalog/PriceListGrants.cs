namespace Crm.Domain.Catalog;

/// <summary>
/// Who may agree prices of a list without approval: callers with one of the roles, and anybody in deals of one of the
/// clients. One of the two is enough.
/// </summary>
/// <param name="Roles">Codes of roles.</param>
public sealed record PriceListGrants(ImmutableArray<string> Roles, ImmutableArray<ClientId> Clients)
{
    private const int Most = 200;

    public bool Includes(IEnumerable<string> roles, ClientId? client) =>
        roles.Any(role => Roles.Contains(role)) || (client is { } one && Clients.Contains(one));

    /// <summary>Canonical form: order and repetition have no meaning.</summary>
    public PriceListGrants InOrder() =>
        new([.. Roles.Distinct().Order(StringComparer.Ordinal)], [.. Clients.Distinct().Order()]);

    public IEnumerable<Fault> Faults(string pointer)
    {
        if (Roles.IsEmpty && Clients.IsEmpty)
            yield return new(pointer, "member.empty", "a role or a client; null opens the list to all");
        if (Roles.Length > Most)
            yield return new(pointer + "/roles", "member.too_many", $"at most {Most}");
        if (Clients.Length > Most)
            yield return new(pointer + "/clientIds", "member.too_many", $"at most {Most}");
    }

    public bool Equals(PriceListGrants? other) =>
        other is not null && Roles.SequenceEqual(other.Roles) && Clients.SequenceEqual(other.Clients);

    public override int GetHashCode() => HashCode.Combine(Roles.Length, Clients.Length);
}
