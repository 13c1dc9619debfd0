using System.Security.Cryptography;
using Crm.Domain.Settings;
using Crm.Projections.Attachments;
using Crm.Projections.Printing;

namespace Crm.Api.Printing;

/// <summary>A printed file.</summary>
/// <param name="Name">For people, with its ending.</param>
/// <param name="MediaType"><c>application/pdf</c> or <c>text/html</c>.</param>
/// <param name="Sha256">Over the bytes, lower-case hex.</param>
public sealed record PrintedFile(string Name, string MediaType, byte[] Bytes, string Sha256);

/// <summary>
/// The files of issued documents. The first print of a document in a language and a form is kept under its hash, and every later one
/// is the same bytes: no renaming, no new brand and no newer layout of ours changes what a client was given. Drafts are never kept.
/// </summary>
internal sealed class IssuedFiles(PrintReader reader, PrintedFiles prints, StoredContents contents)
{
    public const string Pdf = "application/pdf";
    public const string Html = "text/html";

    /// <summary>The file of an issued proposal or invoice; 404 where there is none, 409 while a proposal is a draft.</summary>
    /// <param name="dealId">The deal of an invoice; a proposal knows its own.</param>
    /// <param name="language"><c>ru</c>, <c>en</c>; null: as the company's documents are.</param>
    public async Task<PrintedFile> Of(
        PrintedKind kind,
        Guid dealId,
        Guid documentId,
        string? language,
        string mediaType,
        CancellationToken ct
    )
    {
        var facts = await (
            kind == PrintedKind.Proposal ? reader.Proposal(documentId, ct) : reader.Invoice(dealId, documentId, ct)
        );
        return facts.Draft
            ? throw new ProblemException(409, "proposal.not_issued")
            : await Of(facts, language, mediaType, ct);
    }

    /// <summary>The same, and a draft as it looks now.</summary>
    public async Task<PrintedFile> Of(PrintedFacts facts, string? language, string mediaType, CancellationToken ct)
    {
        language ??= facts.DefaultLanguage;
        if (facts.Draft)
            return await Printed(facts, language, mediaType, ct);
        return await Kept(facts.Document, language, mediaType, ct)
            ?? await Keep(facts.Document, language, await Printed(facts, language, mediaType, ct), ct);
    }

    private async Task<PrintedFile> Printed(PrintedFacts facts, string language, string mediaType, CancellationToken ct)
    {
        var branding = facts.Settings.Branding;
        var document = DocumentBuilder.Of(
            facts,
            language,
            await Picture(branding.Logo, ct),
            await Picture(branding.Signature, ct)
        );
        var bytes = mediaType == Html ? Printing.Html.HtmlPrint.Of(document) : Printing.Pdf.PdfPrint.Of(document);
        return new PrintedFile(
            document.FileName + (mediaType == Html ? ".html" : ".pdf"),
            mediaType,
            bytes,
            Convert.ToHexStringLower(SHA256.HashData(bytes))
        );
    }

    private async Task<PrintedFile?> Kept(Guid document, string language, string mediaType, CancellationToken ct) =>
        await prints.Find(document, language, mediaType, ct) is { } print
            ? new PrintedFile(print.Name, mediaType, print.Bytes, print.Hash)
            : null;

    /// <summary>Of concurrent prints one is kept, and all of them answer with it.</summary>
    private async Task<PrintedFile> Keep(Guid document, string language, PrintedFile file, CancellationToken ct)
    {
        await prints.Add(document, language, file.MediaType, new(file.Name, file.Sha256, file.Bytes), ct);
        return (await Kept(document, language, file.MediaType, ct))!;
    }

    private async Task<Picture?> Picture(BrandPicture? picture, CancellationToken ct)
    {
        if (picture is null)
            return null;
        return new Picture(picture.MediaType, picture.Width, picture.Height, await contents.Read(picture.Hash, ct));
    }
}
