using System.Security.Cryptography;
using Crm.Api.Printing.Html;
using Crm.Api.Printing.Pdf;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.Printing;

namespace Crm.Api.Printing;

/// <summary>A printed file.</summary>
/// <param name="Name">The file name with its extension.</param>
/// <param name="MediaType"><c>application/pdf</c> or <c>text/html</c>.</param>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
/// <param name="Bytes">Of a draft, which is not stored; null: they are stored under their hash.</param>
public sealed record PrintedFile(string Name, string MediaType, string Sha256, byte[]? Bytes);

/// <summary>
/// The files of issued documents. The first print of a document, per language and media type, is stored under its hash,
/// and every later print returns those bytes: neither new names and branding nor a newer layout changes what a client
/// was given. Drafts are never stored.
/// </summary>
internal sealed class IssuedFiles(PrintReader reader, HtmlPrint html, PrintedFiles prints, StoredContents contents)
{
    public const string Pdf = "application/pdf";
    public const string Html = "text/html";

    /// <summary>The file of an issued proposal or invoice; 404 where there is none, 409 while a proposal is a draft.</summary>
    /// <param name="dealId">The deal of an invoice; ignored for a proposal.</param>
    /// <param name="language"><c>ru</c>, <c>en</c>; null for the default language of the company's documents.</param>
    public async Task<PrintedFile> GetIssued(
        PrintedKind kind,
        Guid dealId,
        Guid documentId,
        string? language,
        string mediaType,
        CancellationToken ct
    )
    {
        var source = await (
            kind == PrintedKind.Proposal ? reader.Proposal(documentId, ct) : reader.Invoice(dealId, documentId, ct)
        );
        return source.IsDraft
            ? throw new ProblemException(409, "proposal.not_issued")
            : await Get(source, language, mediaType, ct);
    }

    /// <summary>The file of an issued document, or a new print of a draft.</summary>
    public async Task<PrintedFile> Get(PrintSource source, string? language, string mediaType, CancellationToken ct)
    {
        language ??= source.DefaultLanguage;
        if (source.IsDraft)
            return await Print(source, language, mediaType, ct);
        return await Find(source.Document, language, mediaType, ct)
            ?? await Keep(source.Document, language, await Print(source, language, mediaType, ct), ct);
    }

    /// <summary>All bytes of a file, for a mail.</summary>
    public async Task<byte[]> Read(PrintedFile file, CancellationToken ct) =>
        file.Bytes ?? await contents.Read(file.Sha256, ct);

    private async Task<PrintedFile> Print(PrintSource source, string language, string mediaType, CancellationToken ct)
    {
        var branding = source.Settings.Branding;
        var logo = await Picture(branding.Logo, ct);
        var signature = await Picture(branding.Signature, ct);
        var document = DocumentBuilder.Build(source, language, logo, signature);
        var isHtml = mediaType == Html;
        var bytes = isHtml ? await html.RenderAsync(document) : PdfPrint.Render(document);
        return new PrintedFile(
            document.FileName + (isHtml ? ".html" : ".pdf"),
            mediaType,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            bytes
        );
    }

    private async Task<PrintedFile?> Find(Guid document, string language, string mediaType, CancellationToken ct) =>
        await prints.Find(document, language, mediaType, ct) is { } print
            ? new PrintedFile(print.Name, mediaType, print.Hash, null)
            : null;

    /// <summary>Of concurrent prints one is stored, and all of them answer with it.</summary>
    private async Task<PrintedFile> Keep(Guid document, string language, PrintedFile file, CancellationToken ct)
    {
        await prints.Add((document, language, file.MediaType), new(file.Name, file.Sha256), file.Bytes!, ct);
        return (await Find(document, language, file.MediaType, ct))!;
    }

    private async Task<Picture?> Picture(BrandPicture? picture, CancellationToken ct)
    {
        if (picture is null)
            return null;
        return new Picture(picture.MediaType, picture.Width, picture.Height, await contents.Read(picture.Hash, ct));
    }
}
