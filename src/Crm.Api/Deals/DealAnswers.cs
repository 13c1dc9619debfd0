using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Api.Paging;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Deals;

/// <summary>A deal's body, ready to send, with its tag.</summary>
public sealed record Rendered(byte[] Body, string ETag);

/// <summary>
/// Fills the open places of deals' cards - names of other things, titles in the language of the request - with pieces of bytes.
/// </summary>
public sealed class DealAnswers(Names names, CardTitles titles, IDealCards cards)
{
    private static readonly byte[] Start = Encoding.UTF8.GetBytes("{\"items\":["),
        Comma = [(byte)','],
        Cursor = Encoding.UTF8.GetBytes("],\"nextCursor\":");

    /// <summary>About how many pieces: a card has six or seven open places.</summary>
    private const int PerCard = 18;

    public ValueTask<Rendered> Of(Viewer viewer, DealDocument document, CancellationToken ct) =>
        Of(viewer, document.CardFrom(cards), document.State.Version, ct);

    /// <summary>An answer with members that no card has.</summary>
    public ValueTask<Rendered> Of(Viewer viewer, DealAnswer answer, CancellationToken ct) =>
        Of(viewer, JsonSerializer.SerializeToUtf8Bytes(answer, Wire.Json), answer.Version, ct);

    public ValueTask<Rendered> Of(Viewer viewer, byte[] card, CancellationToken ct) =>
        Of(viewer, card, CardFormat.VersionOf(card), ct);

    private async ValueTask<Rendered> Of(Viewer viewer, byte[] card, int version, CancellationToken ct)
    {
        var body = new SegmentedBody(PerCard);
        List<string?> elsewhere = [viewer.Language];
        await Fill(body, card, viewer.Language, elsewhere, ct);
        return new Rendered(body.ToArray(), ETags.Of(version, [.. elsewhere]));
    }

    /// <summary>A page of cards; what they refer to is looked up at once, not one by one.</summary>
    public async Task<IResult> Page(HttpContext http, IReadOnlyList<ListedDeal> cards, string? next, long? total)
    {
        var (ct, language) = (http.RequestAborted, Language.Of(http));
        await names.Prefetch<ClientDocument>(cards.Select(x => x.Client).OfType<Guid>(), ct);
        await names.Prefetch<UserDocument>(cards.Select(x => x.Manager).OfType<Guid>(), ct);
        Pages.Link(http, next);
        var body = new SegmentedBody(4 + PerCard * cards.Count);
        body.Add(Start);
        for (var i = 0; i < cards.Count; i++)
        {
            if (i > 0)
                body.Add(Comma);
            await Fill(body, cards[i].Card, language, null, ct);
        }

        body.Add(Cursor);
        body.Add(Quoted(next));
        body.Add(
            Encoding.UTF8.GetBytes(
                total is { } count ? string.Create(CultureInfo.InvariantCulture, $",\"total\":{count}}}") : "}"
            )
        );
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        body.CopyTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(ct);
        return Results.Empty;
    }

    private async ValueTask Fill(
        SegmentedBody body,
        ReadOnlyMemory<byte> card,
        string language,
        List<string?>? elsewhere,
        CancellationToken ct
    )
    {
        var known = titles.Of(language);
        while (CardFormat.TryReadToken(ref card, out var before, out var token))
        {
            body.Add(before);
            if (known.TryGetValue(token.Span, out var title))
                body.Add(title);
            else if (token.Span.SequenceEqual(CardFormat.CompanyZeros))
            {
                var (zeros, currency) = titles.CompanyZeros();
                elsewhere?.Add(currency);
                body.Add(zeros);
            }
            else if (CardTitles.Covers(CardFormat.KindOf(token.Span)))
                body.Add(await titles.Add(token, language, ct));
            else
            {
                var name = await Name(token, language, ct);
                elsewhere?.Add(name);
                body.Add(Quoted(name));
            }
        }

        body.Add(card);
    }

    private async ValueTask<string?> Name(ReadOnlyMemory<byte> token, string language, CancellationToken ct)
    {
        var key = CardFormat.KeyOf(token.Span);
        return CardFormat.KindOf(token.Span) switch
        {
            CardToken.ClientName => (await names.Client(new(Guid.Parse(key)), ct))?.Name.Text,
            CardToken.UserName => (await names.User(new(Guid.Parse(key)), ct))?.Name.Text,
            CardToken.SourceTitle => (await names.Source(key, ct))?.Title,
            CardToken.SourceChannel => (await names.Source(key, ct))?.Channel,
            CardToken.LostReasonTitle => (await names.LostReason(key, ct))?.Title.In(language),
            var other => throw new InvalidOperationException($"a card with an unknown token: {other}"),
        };
    }

    internal static byte[] Quoted(string? text) =>
        text is null
            ? "null"u8.ToArray()
            :
            [
                (byte)'"',
                .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes,
                (byte)'"',
            ];
}
