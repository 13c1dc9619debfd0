using System.Text.Json;
using Crm.Api.Paging;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Clients;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>A deal's body, ready to send, with its tag.</summary>
public sealed record Rendered(byte[] Body, string ETag);

/// <summary>
/// Fills the open places of deals' cards - names of other things, titles in the language of the request - with pieces of bytes.
/// </summary>
public sealed class DealAnswers(Names names, KnownNames known, CardTitles titles, IDealCards cards)
{
    /// <summary>About how many pieces: a card has six or seven open places.</summary>
    private const int PerCard = 18;

    public ValueTask<Rendered> Of(Viewer viewer, DealDocument document, CancellationToken ct) =>
        Of(viewer, document.CardFrom(cards), document.State.Version, null, ct);

    /// <summary>An answer with members that no card has.</summary>
    /// <param name="knownAt">With the names and settings that were known then; null: as they are.</param>
    public ValueTask<Rendered> Of(Viewer viewer, DealAnswer answer, DateTimeOffset? knownAt, CancellationToken ct) =>
        Of(viewer, JsonSerializer.SerializeToUtf8Bytes(answer, Wire.Json), answer.Version, knownAt, ct);

    public ValueTask<Rendered> Of(Viewer viewer, byte[] card, CancellationToken ct) =>
        Of(viewer, card, CardFormat.VersionOf(card), null, ct);

    private async ValueTask<Rendered> Of(
        Viewer viewer,
        byte[] card,
        int version,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        var body = new SegmentedBody(PerCard);
        List<string?> elsewhere = [viewer.Language];
        var past = knownAt is null ? null : known.At(knownAt);
        await Fill(body, card, (viewer.Language, past), elsewhere, ct);
        return new Rendered(body.ToArray(), EntityTag.Of(version, elsewhere));
    }

    /// <summary>A page of cards; what they refer to is looked up at once, not one by one.</summary>
    public async Task<IResult> Page(
        HttpContext http,
        PageOf list,
        IReadOnlyList<SortColumn> sort,
        NpgsqlDataSource database,
        CursorSeal cursors
    )
    {
        var (ct, language) = (http.RequestAborted, Language.Of(http));
        var page = new PageBuilder(http, cursors, PageOf.Scope(http), PerCard);
        var (found, total) = await list.Read(http, page, database, sort, DealList.Read);
        await names.Prefetch<ClientDocument>(found.Rows.Select(row => row.Item.Client).OfType<Guid>(), ct);
        await names.Prefetch<UserDocument>(found.Rows.Select(row => row.Item.Manager).OfType<Guid>(), ct);
        foreach (var (deal, keys) in found.Rows)
        {
            await Fill(page.Open(), deal.Card, (language, null), null, ct);
            if (!page.Close(keys))
                return page.Answer(total);
        }

        if (found.More)
            page.Cut();
        return page.Answer(total);
    }

    private async ValueTask Fill(
        SegmentedBody body,
        ReadOnlyMemory<byte> card,
        (string Language, NamesAt? Past) reader,
        List<string?>? elsewhere,
        CancellationToken ct
    )
    {
        var fixedTitles = titles.Of(reader.Language);
        while (CardFormat.TryReadToken(ref card, out var before, out var token))
        {
            body.Add(before);
            if (fixedTitles.TryGetValue(token.Span, out var title))
                body.Add(title);
            else if (token.Span.SequenceEqual(CardFormat.CompanyZeros))
            {
                var (zeros, currency) = reader.Past is { } past
                    ? CardTitles.ZerosIn((await past.Settings(ct)).BaseCurrency!.Value)
                    : titles.CompanyZeros();
                elsewhere?.Add(currency);
                body.Add(zeros);
            }
            else if (CardTitles.Covers(CardFormat.KindOf(token.Span)))
                body.Add(await titles.Add(token, reader.Language, ct));
            else
            {
                var name = await Name(token, reader, ct);
                elsewhere?.Add(name);
                body.Add(PageBuilder.Quoted(name));
            }
        }

        body.Add(card);
    }

    private ValueTask<Source?> Source(string code, NamesAt? past, CancellationToken ct) =>
        past is null ? names.Source(code, ct) : past.Source(code, ct);

    private async ValueTask<string?> Name(
        ReadOnlyMemory<byte> token,
        (string Language, NamesAt? Past) reader,
        CancellationToken ct
    )
    {
        var key = CardFormat.KeyOf(token.Span);
        return CardFormat.KindOf(token.Span) switch
        {
            CardToken.ClientName => (await names.Client(new(Guid.Parse(key)), ct))?.Name.Text,
            CardToken.UserName when reader.Past is { } past => await past.User(new(Guid.Parse(key)), ct),
            CardToken.UserName => (await names.User(new(Guid.Parse(key)), ct))?.Name.Text,
            CardToken.SourceTitle => (await Source(key, reader.Past, ct))?.In(reader.Language),
            CardToken.SourceChannel => (await Source(key, reader.Past, ct))?.Channel,
            CardToken.LostReasonTitle when reader.Past is { } past => (await past.LostReason(key, ct))?.Title.In(
                reader.Language
            ),
            CardToken.LostReasonTitle => (await names.LostReason(key, ct))?.Title.In(reader.Language),
            var other => throw new InvalidOperationException($"a card with an unknown token: {other}"),
        };
    }
}
