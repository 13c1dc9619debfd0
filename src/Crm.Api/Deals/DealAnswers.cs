using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Api.Catalog;
using Crm.Projections.Access;
using Crm.Projections.Clients;

namespace Crm.Api.Deals;

/// <summary>A deal's body, ready to send, with its tag.</summary>
public sealed record Rendered(byte[] Body, string ETag);

/// <summary>Fills the open places of deals' cards - names of other things, titles in the language of the request - by copying bytes.</summary>
public sealed class DealAnswers(Names names, KindBook kinds, Company company)
{
    private static readonly byte[] Open = Encoding.UTF8.GetBytes("\"\\u0001");
    private static readonly byte[] Close = Encoding.UTF8.GetBytes("\\u0001\"");
    private static readonly byte[] VersionIs = Encoding.UTF8.GetBytes("\"version\":");
    private readonly ConcurrentDictionary<(string Token, string Language), byte[]> titles = new();

    public ValueTask<Rendered> Of(HttpContext http, DealDocument document) => Of(http, DealCard.Write(document), document.State.Version);

    /// <summary>An answer with members that no card has.</summary>
    public ValueTask<Rendered> Of(HttpContext http, DealAnswer answer) => Of(http, JsonSerializer.SerializeToUtf8Bytes(answer, Wire.Json), answer.Version);

    public ValueTask<Rendered> Of(HttpContext http, byte[] card) => Of(http, card, VersionOf(card));

    private async ValueTask<Rendered> Of(HttpContext http, byte[] card, int version)
    {
        var output = new ArrayBufferWriter<byte>(card.Length + 256);
        List<string?> elsewhere = [Language.Of(http)];
        await Fill(output, card, elsewhere[0]!, elsewhere, http.RequestAborted);
        return new Rendered(output.WrittenSpan.ToArray(), ETags.Of(version, [.. elsewhere]));
    }

    /// <summary>A page of cards; what they refer to is looked up at once, not one by one.</summary>
    public async Task<Reply> Page(HttpContext http, IReadOnlyList<(byte[] Card, Guid? Client, Guid? Manager)> cards, string? next, long? total)
    {
        var (ct, language) = (http.RequestAborted, Language.Of(http));
        await names.Prefetch<ClientDocument>("client", cards.Select(x => x.Client).OfType<Guid>(), ct);
        await names.Prefetch<UserDocument>("user", cards.Select(x => x.Manager).OfType<Guid>(), ct);
        var output = new ArrayBufferWriter<byte>(256 + cards.Sum(x => x.Card.Length + 128));
        output.Write("{\"items\":["u8);
        for (var i = 0; i < cards.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            await Fill(output, cards[i].Card, language, null, ct);
        }

        output.Write("],\"nextCursor\":"u8);
        output.Write(Quoted(next));
        if (total is { } count) output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"total\":{count}")));
        output.Write("}"u8);
        Pages.Link(http, next);
        return new Reply(200, output.WrittenSpan.ToArray());
    }

    private async ValueTask Fill(ArrayBufferWriter<byte> output, ReadOnlyMemory<byte> card, string language, List<string?>? elsewhere, CancellationToken ct)
    {
        for (int at; (at = card.Span.IndexOf(Open)) >= 0;)
        {
            output.Write(card.Span[..at]);
            card = card[(at + Open.Length)..];
            var end = card.Span.IndexOf(Close);
            var token = Encoding.UTF8.GetString(card.Span[..end]);
            card = card[(end + Close.Length)..];
            if (token[0] is 'K' or 'M' or 'S' or 'T')
            {
                output.Write(titles.GetOrAdd((token, language), x => Quoted(Title(x.Token, x.Language))));
                continue;
            }

            var name = await Name(token, language, ct);
            elsewhere?.Add(name);
            output.Write(Quoted(name));
        }

        output.Write(card.Span);
    }

    private async ValueTask<string?> Name(string token, string language, CancellationToken ct)
    {
        var key = token[2..];
        return token[0] switch
        {
            'C' => (await names.Client(new(Guid.Parse(key)), ct))?.Name.Text,
            'U' => (await names.User(new(Guid.Parse(key)), ct))?.Name.Text,
            'O' => (await names.Source(key, ct))?.Title,
            'B' => company.BaseCurrency.Code,
            'H' => (await names.Source(key, ct))?.Channel,
            _ => (await names.LostReason(key, ct))?.Title.In(language),
        };
    }

    /// <summary>Titles of the pinned version: they never change.</summary>
    private string Title(string token, string language)
    {
        var parts = token[2..].Split('@', ':');
        var process = kinds.Process(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))!;
        return token[0] switch
        {
            'K' => process.Title.In(language),
            'M' => process.Mode.ToString().ToLowerInvariant(),
            'S' => process.Find(parts[2])?.Title.In(language) ?? parts[2],
            _ => process.Template(parts[2])?.Title.In(language) ?? parts[2],
        };
    }

    /// <summary>The version is the last member of a card.</summary>
    private static int VersionOf(ReadOnlySpan<byte> card) =>
        int.Parse(card[(card.LastIndexOf(VersionIs) + VersionIs.Length)..^1], CultureInfo.InvariantCulture);

    private static byte[] Quoted(string? text) =>
        text is null ? "null"u8.ToArray() : [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
