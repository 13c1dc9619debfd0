using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Crm.Api.DealKinds;
using Crm.Api.Settings;
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

    public async ValueTask<byte[]> Add(ReadOnlyMemory<byte> token, string language, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetString(token.Span);
        var stands =
            text[0] == 'Z' ? Zeros(new Currency(text[2..])) : DealAnswers.Quoted(await Title(text, language, ct));
        Of(language)[token.Span] = stands;
        return stands;
    }

    private static byte[] Zeros(Currency currency) =>
        JsonSerializer.SerializeToUtf8Bytes(BalanceAnswer.Of(default(Balance), currency), Wire.Json);

    private async ValueTask<string> Title(string token, string language, CancellationToken ct)
    {
        var parts = token[2..].Split('@', ':');
        var process = await kinds.Process(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), ct);
        return token[0] switch
        {
            'K' => process.Title.In(language),
            'M' => process.Mode.ToString().ToLowerInvariant(),
            'S' => process.Find(parts[2])?.Title.In(language) ?? parts[2],
            _ => process.Template(parts[2])?.Title.In(language) ?? parts[2],
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
