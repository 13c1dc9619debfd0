using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Api.Paging;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>
/// What stands for a card's tokens that never change - titles of a pinned version, a balance of zeros - ready to copy, found by
/// the token's own bytes: a page of fifty deals asks some hundreds of times.
/// </summary>
public sealed class CardTitles(Kinds kinds, Company company)
{
    private readonly ConcurrentDictionary<byte[], byte[]> ru = new(ByteKeys.Instance);
    private readonly ConcurrentDictionary<byte[], byte[]> en = new(ByteKeys.Instance);
    private volatile Zero? zero;

    public ConcurrentDictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> Of(string language) =>
        (language == "ru" ? ru : en).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>
    /// Zeros in the company's base currency: the one title that a setting changes, so it is kept with the currency it was made for.
    /// </summary>
    public (byte[] Stands, string Currency) CompanyZeros()
    {
        var currency = company.BaseCurrency;
        if (zero is not { } known || known.Currency != currency)
            zero = known = new Zero(currency, Zeros(currency));
        return (known.Stands, currency.Code);
    }

    public static (byte[] Stands, string Currency) ZerosIn(Currency currency) => (Zeros(currency), currency.Code);

    /// <summary>Tokens whose values never change.</summary>
    public static bool Covers(CardToken token) =>
        token
            is CardToken.KindTitle
                or CardToken.Mode
                or CardToken.StageTitle
                or CardToken.TaskTitle
                or CardToken.GateCondition
                or CardToken.ZeroBalance;

    public async ValueTask<byte[]> Add(ReadOnlyMemory<byte> token, string language, CancellationToken ct)
    {
        var (kind, key) = (CardFormat.KindOf(token.Span), CardFormat.KeyOf(token.Span));
        var stands =
            kind == CardToken.ZeroBalance ? Zeros(new Currency(key))
            : kind == CardToken.GateCondition ? PageBuilder.Quoted(Condition(key, language))
            : PageBuilder.Quoted(await Title(kind, key, language, ct));
        Of(language)[token.Span] = stands;
        return stands;
    }

    /// <param name="code">Code of the blocker that the condition raises where it is checked.</param>
    private static string Condition(string code, string language) =>
        code == "shipment.none" ? GateConditions.NothingShipped.In(language) : code;

    private static byte[] Zeros(Currency currency) =>
        JsonSerializer.SerializeToUtf8Bytes(BalanceAnswer.Zero(currency), Wire.Json);

    private async ValueTask<string> Title(CardToken token, string key, string language, CancellationToken ct)
    {
        var (kind, part) = CardFormat.SplitKey(key);
        var process = await kinds.Process(kind.Code, kind.Version, ct);
        return token switch
        {
            CardToken.KindTitle => process.Title.In(language),
            CardToken.Mode => process.Mode.ToString().ToLowerInvariant(),
            CardToken.StageTitle => process.Find(part)?.Title.In(language) ?? part,
            _ => process.Template(part)?.Title.In(language) ?? part,
        };
    }

    private sealed record Zero(Currency Currency, byte[] Stands);

    private sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteKeys Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
