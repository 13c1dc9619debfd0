using Crm.Domain.Catalog;

namespace Crm.Domain.Settings;

/// <summary>Changes the company's settings; only differences become events.</summary>
/// <param name="Wanted">All settings in their wanted state, including base currency and time zone.</param>
public sealed record ChangeSettings(CompanySettings Wanted)
{
    private static readonly ImmutableArray<string> KnownLanguages = ["ru", "en"];

    /// <summary>VAT rates that products have; they cannot be removed.</summary>
    public ImmutableArray<RateInUse> RatesInUse { get; init; } = [];

    /// <param name="before">The settings in force, including base currency and time zone.</param>
    /// <param name="kinds">All versions of deal kinds that are published or that an open deal is pinned to.</param>
    public Decision Decide(CompanySettings before, IEnumerable<KindInUse> kinds, CommandContext context)
    {
        if (Faults().ToArray() is { Length: > 0 } faults)
            return Rejection.Invalid(faults);
        var (unmet, used) = (Dependencies().ToArray(), Uses(before, kinds).ToArray());
        if (unmet.Length > 0)
            return Rejection.Conflict("capability.dependency_unmet", [.. unmet, .. used]);
        if (used.Length > 0)
            return Rejection.Conflict("capability.in_use", used);
        if (Rates(before).ToArray() is { Length: > 0 } kept)
            return Rejection.Conflict("vat_rate.in_use", kept);
        return Decision.Accept(Changes(before).Select(x => x with { HappenedAt = context.Now }));
    }

    private IEnumerable<Fault> Faults()
    {
        if (Wanted.BaseCurrency is not { Code: { } code } || !Currency.IsKnown(code))
            yield return new Fault("/baseCurrency", "currency.unknown", "a code of ISO 4217, such as RUB");
        if (TimeZones.Find(Wanted.TimeZone) is null)
            yield return new Fault("/timeZone", "time_zone.unknown", "an IANA name, such as Europe/Moscow");
        if (!Countries.IsKnown(Wanted.Country))
            yield return new Fault("/country", "country.unknown", "a code of ISO 3166-1, such as RU");
        if (
            Wanted.Languages.IsEmpty
            || Wanted.Languages.Distinct().Count() != Wanted.Languages.Length
            || Wanted.Languages.Except(KnownLanguages).Any()
        )
            yield return new Fault("/languages", "language.unknown", $"each once: {string.Join(", ", KnownLanguages)}");
        foreach (var fault in BankRequisites.Faults(Wanted.Profile, "/company"))
            yield return fault;
        foreach (var fault in BankRequisites.Faults(Wanted.BankAccounts ?? [], "/bankAccounts"))
            yield return fault;
        foreach (var fault in Wanted.Branding.Faults("/branding"))
            yield return fault;
        foreach (var fault in Wanted.Calendar.Faults("/workingCalendar"))
            yield return fault;
        foreach (var fault in VatRates.Faults(Wanted.VatRates, "/vatRates"))
            yield return fault;
        foreach (var fault in Wanted.Prices.Faults(Wanted.VatRates))
            yield return fault;
        foreach (var fault in Wanted.Numbers.SelectMany(x => x.Faults("/numberSeries")))
            yield return fault;
        foreach (
            var twice in Wanted
                .Numbers.GroupBy(x => x.Prefix, StringComparer.OrdinalIgnoreCase)
                .SelectMany(x => x.Skip(1))
        )
            yield return new Fault(
                $"/numberSeries/{twice.Of}/prefix",
                "number_series.prefix_twice",
                $"another prefix than {twice.Prefix}"
            );
        foreach (var fault in StatementFormatRule.Faults(Wanted.StatementFormats, "/statementFormats"))
            yield return fault;
        if (Wanted.WriteOffLimit is { } limit)
            foreach (var fault in LimitFaults(limit, Wanted.BaseCurrency))
                yield return fault;
    }

    private static IEnumerable<Fault> LimitFaults(Money limit, Currency? currency)
    {
        if (limit.Amount < 0)
            yield return new Fault("/writeOffLimit/amount", "amount.negative", ">= 0");
        if (!limit.IsWhole)
            yield return new Fault(
                "/writeOffLimit/amount",
                "amount.too_precise",
                $"at most {limit.Currency.Decimals} decimals"
            );
        if (limit.Currency != currency)
            yield return new Fault("/writeOffLimit/currency", "currency.not_base", $"{currency?.Code}");
    }

    /// <summary>Capabilities that stay on without one that they require; all of them, not only the first.</summary>
    private IEnumerable<Blocker> Dependencies() =>
        Wanted.BalancedNeedsShipment && !Wanted.IsOn(Capabilities.OrdersAndInvoices)
            ?
            [
                .. OfCapabilities(),
                new Blocker(
                    "capability.dependency_unmet",
                    "setting:balancedNeedsShipment",
                    $"{Capabilities.OrdersAndInvoices}: on",
                    $"{Capabilities.OrdersAndInvoices}: off",
                    new Fix.UpdateSettings { Known = new() { Choices = [Capabilities.OrdersAndInvoices] } }
                ),
            ]
            : OfCapabilities();

    private IEnumerable<Blocker> OfCapabilities() =>
        from capability in Capabilities.All
        where Wanted.IsOn(capability.Code)
        from needed in capability.Needs
        where !Wanted.IsOn(needed)
        select new Blocker(
            "capability.dependency_unmet",
            $"capability:{capability.Code}",
            $"{needed}: on",
            $"{needed}: off",
            new Fix.UpdateSettings { Known = new() { Choices = [needed] } }
        );

    /// <summary>
    /// Capabilities to be switched off that a check needs, in a kind that is published or that open deals still follow.
    /// </summary>
    private IEnumerable<Blocker> Uses(CompanySettings before, IEnumerable<KindInUse> kinds) =>
        from capability in Capabilities.All
        where before.IsOn(capability.Code) && !Wanted.IsOn(capability.Code)
        from kind in kinds
        where kind.IsNeeded
        let checks = kind
            .CapabilityUses.Where(use => use.Capability == capability.Code)
            .Select(use => use.Check)
            .ToArray()
        where checks.Length > 0
        select new Blocker(
            "capability.in_use",
            kind.Ref,
            $"{capability.Code}: no check, 0 open deals",
            $"{string.Join(", ", checks)}; {kind.Need}",
            null
        );

    /// <summary>A rate to be removed that products have: no lines could be written for them any more.</summary>
    private IEnumerable<Blocker> Rates(CompanySettings before) =>
        from used in RatesInUse
        where before.VatRates.Contains(used.Rate) && !Wanted.VatRates.Contains(used.Rate)
        select new Blocker(
            "vat_rate.in_use",
            $"vat-rate:{VatRates.Text([used.Rate])}",
            "0 products",
            $"{used.Products} products",
            new Fix.EditProduct(used.Example)
        );

    private IEnumerable<DomainEvent> Changes(CompanySettings before)
    {
        if (Wanted.Profile != before.Profile)
            yield return new CompanyProfileChanged(Wanted.Profile);
        if (Wanted.Branding != before.Branding)
            yield return new CompanyBrandingChanged(Wanted.Branding);
        if (Wanted.BaseCurrency is { } currency && currency != before.BaseCurrency)
            yield return new BaseCurrencyChanged(currency);
        if (Wanted.TimeZone is { } zone && zone != before.TimeZone)
            yield return new TimeZoneChanged(zone);
        if (Wanted.Country != before.Country)
            yield return new CountryChanged(Wanted.Country);
        if (!Wanted.Languages.SequenceEqual(before.Languages))
            yield return new LanguagesChanged(Wanted.Languages);
        if (Wanted.Calendar.InOrder() is var calendar && calendar != before.Calendar)
            yield return new WorkingCalendarChanged(calendar);
        foreach (var series in Wanted.Numbers.Except(before.Numbers))
            yield return new NumberSeriesChanged(series);
        if (Wanted.WriteOffLimit != before.WriteOffLimit)
            yield return new WriteOffLimitChanged(Wanted.WriteOffLimit);
        if (VatRates.InOrder(Wanted.VatRates) is var rates && !rates.SequenceEqual(before.VatRates))
            yield return new VatRatesChanged(rates);
        if (Wanted.Prices with { DefaultVatRate = before.Prices.DefaultVatRate } != before.Prices)
            yield return new FreeTextLinesChanged(Wanted.Prices.FreeTextLines, Wanted.Prices.FreeTextLimitPercent);
        if (Wanted.Prices.DefaultVatRate != before.Prices.DefaultVatRate)
            yield return new DefaultVatRateChanged(Wanted.Prices.DefaultVatRate);
        if (Wanted.BalancedNeedsShipment != before.BalancedNeedsShipment)
            yield return new BalancedNeedsShipmentChanged(Wanted.BalancedNeedsShipment);
        if (Wanted.BankAccounts is { } accounts && !accounts.SequenceEqual(before.BankAccounts ?? []))
            yield return new BankAccountsChanged(accounts);
        if (Wanted.PayToDefaultAccount != before.PayToDefaultAccount)
            yield return new PayToDefaultAccountChanged(Wanted.PayToDefaultAccount);
        if (!Wanted.StatementFormats.SequenceEqual(before.StatementFormats))
            yield return new StatementFormatsChanged(Wanted.StatementFormats);
        foreach (var capability in Capabilities.All)
            if (Wanted.IsOn(capability.Code) != before.IsOn(capability.Code))
                yield return new CapabilitySwitched(capability.Code, Wanted.IsOn(capability.Code));
    }
}
