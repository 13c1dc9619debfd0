namespace Crm.Domain.Clients;

/// <summary>
/// Judges the tax id of a client that is registered, or whose tax id or KPP changes; other edits are not judged, so that clients of
/// earlier builds stay editable.
/// </summary>
/// <param name="CompanyCountry">Country of tax ids that name none.</param>
/// <param name="Holders">Clients with a tax id of the same key; read under its lock.</param>
/// <param name="Override">Registers the client although another one has the same tax id and KPP.</param>
public sealed record TaxIdRule(string CompanyCountry, IReadOnlyList<Client> Holders, bool Override)
{
    private const string Pointer = "/legalDetails";

    /// <param name="before">The legal details that the client has; null: none.</param>
    public TaxIdVerdict Judge(ClientId self, LegalDetails? before, LegalDetails? after)
    {
        if (after is null || IsSame(before, after))
            return TaxIdVerdict.Fine;
        if (Faults(before, after).ToArray() is { Length: > 0 } faults)
            return new(Rejection.Invalid(faults));
        if (TaxIds.Key(after.TaxId?.Text) is not { } key)
            return TaxIdVerdict.Fine;
        Client[] others = [.. Holders.Where(other => other.Id != self && Has(other, key, CountryOf(after)))];
        Client[] equal = [.. others.Where(other => Kpp(other.Legal) == Kpp(after))];
        if (equal.Length > 0)
            return Override
                ? new(null) { Event = new ClientDuplicateAccepted([.. equal.Select(other => other.Id)]) }
                : new(Duplicate(equal));
        return others.Length == 0
            ? TaxIdVerdict.Fine
            : new(null) { Warnings = [new("client.same_tax_id", Pointer + "/taxId", after.TaxId!.Text!)] };
    }

    private static Rejection Duplicate(Client[] equal) =>
        Rejection.Conflict(
            "client.duplicate",
            equal.Select(other => new Blocker(
                "client.duplicate",
                $"client:{other.Id}",
                "another tax id or KPP, or override: true",
                Phrase.Data(
                    string.Join(" / ", new[] { other.Legal?.TaxId?.Text, other.Legal?.Kpp?.Text }.OfType<string>())
                ),
                new Fix.ReviewClient(other.Id)
            ))
        ) with
        {
            Candidates = [.. equal.Select(other => new Candidate(other.Id.Value, other.Name.Text))],
        };

    private IEnumerable<Fault> Faults(LegalDetails? before, LegalDetails after)
    {
        if (after.Country is { } country && !Countries.IsKnown(country))
            yield return new(Pointer + "/country", "country.unknown", "a code of ISO 3166-1, such as RU");
        if (CountryOf(after) != Countries.Russia)
            yield break;
        var moved = before is not null && CountryOf(before) != Countries.Russia;
        if (after.TaxId?.Text is { } id && (moved || id != before?.TaxId?.Text) && !TaxIds.IsInn(id))
            yield return TaxIds.HasLengthOfInn(id)
                ? new(Pointer + "/taxId", "tax_id.check_digits", "the number as the client's card states it")
                : new(Pointer + "/taxId", "tax_id.length", "10 digits of a company or 12 of a person");
        if (after.Kpp?.Text is { } kpp && (moved || kpp != before?.Kpp?.Text) && !TaxIds.IsKpp(kpp))
            yield return new(
                Pointer + "/kpp",
                "bank.kpp",
                "9 characters: digits, and at places 5 and 6 also capital letters"
            );
    }

    private bool Has(Client other, string key, string country) =>
        TaxIds.Key(other.Legal?.TaxId?.Text) == key && CountryOf(other.Legal!) == country;

    /// <summary>A missing KPP equals a missing one.</summary>
    private static string? Kpp(LegalDetails? legal) => legal?.Kpp?.Text?.ToUpperInvariant();

    private string CountryOf(LegalDetails legal) => legal.Country ?? CompanyCountry;

    private bool IsSame(LegalDetails? before, LegalDetails after) =>
        before is not null
        && before.TaxId?.Text == after.TaxId?.Text
        && before.Kpp?.Text == after.Kpp?.Text
        && CountryOf(before) == CountryOf(after);
}

/// <summary>What follows from a client's tax id.</summary>
/// <param name="Refusal">Why it is refused; null: it is accepted.</param>
public sealed record TaxIdVerdict(Rejection? Refusal)
{
    public static TaxIdVerdict Fine { get; } = new((Rejection?)null);

    /// <summary>Recorded with the change; null: nothing.</summary>
    public DomainEvent? Event { get; init; }

    public ImmutableArray<Warning> Warnings { get; init; } = [];
}
