using System.Globalization;
using System.Text;
using Crm.Domain.Processes;

namespace Crm.Api.Deals;

/// <summary>What a card leaves open: it is elsewhere, or depends on the language.</summary>
public enum CardToken : byte
{
    KindTitle = (byte)'K',
    Mode = (byte)'M',
    StageTitle = (byte)'S',
    TaskTitle = (byte)'T',
    ClientName = (byte)'C',
    UserName = (byte)'U',
    SourceTitle = (byte)'O',
    SourceChannel = (byte)'H',
    LostReasonTitle = (byte)'R',

    /// <summary>A condition that a closing gate left out.</summary>
    GateCondition = (byte)'G',

    /// <summary>A balance without money, in a currency; an empty key stands for that of the company.</summary>
    ZeroBalance = (byte)'Z',
}

/// <summary>
/// The format of a card: JSON in which some values are tokens. A token is the string <c>U+0001 kind ':' key U+0001</c>; no text of a client
/// may hold U+0001, so none looks like a token.
/// </summary>
public static class CardFormat
{
    /// <summary>The token of a balance without money in the company's currency.</summary>
    public static ReadOnlySpan<byte> CompanyZeros => "Z:"u8;

    private const char Delimiter = '\u0001';

    private static readonly byte[] Open = Encoding.UTF8.GetBytes("\"\\u0001");
    private static readonly byte[] Close = Encoding.UTF8.GetBytes("\\u0001\"");
    private static readonly byte[] VersionMember = Encoding.UTF8.GetBytes("\"version\":");

    public static string Encode(CardToken token, string key) => $"{Delimiter}{(char)token}:{key}{Delimiter}";

    /// <param name="part">Code of a stage or task; empty for the kind itself.</param>
    public static string Encode(CardToken token, KindVersion kind, string part = "") =>
        Encode(
            token,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Code}@{kind.Version}{(part.Length == 0 ? "" : ":")}{part}"
            )
        );

    /// <summary>Finds the next token of a card.</summary>
    /// <param name="rest">The card; behind the token when one was found.</param>
    /// <param name="before">What precedes the token, with its quotation marks left out.</param>
    public static bool TryReadToken(
        ref ReadOnlyMemory<byte> rest,
        out ReadOnlyMemory<byte> before,
        out ReadOnlyMemory<byte> token
    )
    {
        var start = rest.Span.IndexOf(Open);
        if (start < 0)
        {
            (before, token) = (rest, default);
            return false;
        }

        before = rest[..start];
        rest = rest[(start + Open.Length)..];
        var end = rest.Span.IndexOf(Close);
        token = rest[..end];
        rest = rest[(end + Close.Length)..];
        return true;
    }

    public static CardToken KindOf(ReadOnlySpan<byte> token) => (CardToken)token[0];

    public static string KeyOf(ReadOnlySpan<byte> token) => Encoding.UTF8.GetString(token[2..]);

    /// <summary>The version of a kind and the code of its stage or task.</summary>
    public static (KindVersion Kind, string Part) SplitKey(string key)
    {
        var parts = key.Split('@', ':');
        return (new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)), parts.Length > 2 ? parts[2] : "");
    }

    /// <summary>The version is the last member of a card.</summary>
    public static int VersionOf(ReadOnlySpan<byte> card) =>
        int.Parse(card[(card.LastIndexOf(VersionMember) + VersionMember.Length)..^1], CultureInfo.InvariantCulture);
}
