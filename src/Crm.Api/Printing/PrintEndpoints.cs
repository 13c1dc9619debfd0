using Crm.Api.Resources;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Attachments;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Printing;

/// <summary>GET /proposals/{proposalId}/document and /deals/{dealId}/invoices/{invoiceId}/document.</summary>
public static class PrintEndpoints
{
    private static readonly Param LangParameter = Param.One(
        "lang",
        ValueSet.Of<DocumentLanguage>(),
        "Language of the document; when omitted, by Accept-Language, otherwise the company's first language.",
        "ru"
    );

    /// <summary>The page may use the styles and pictures that it contains, and runs no script.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; "
        + "form-action 'none'; sandbox";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/proposals/{proposalId:guid}/document",
                async (
                    Guid proposalId,
                    HttpContext http,
                    PrintReader reader,
                    PrintedClients clients,
                    IssuedFiles files,
                    StoredContents contents
                ) =>
                {
                    var source = await clients.Known(http, await reader.Proposal(proposalId, http.RequestAborted));
                    var file = await files.Get(source, Lang(http), MediaType(http), http.RequestAborted);
                    return await Answer(http, file, contents);
                }
            )
            .Operation(
                new("printProposal")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Proposals",
                    Summary = "Print a proposal",
                    Description =
                        "The printed proposal as PDF, or as HTML with `Accept: text/html`. An issued "
                        + "proposal is rendered once and stored: every later print has the same bytes, and the "
                        + "ETag is their hash. A draft is marked as such and not stored.",
                    Query = [LangParameter],
                    Refusals = ["proposal.not_found", "accept.unsupported"],
                }
            )
            .Produces<byte[]>(200, IssuedFiles.Pdf, IssuedFiles.Html)
            .IsHeavy();
        routes
            .MapGet(
                "/deals/{dealId:guid}/invoices/{invoiceId:guid}/document",
                async (
                    Guid dealId,
                    Guid invoiceId,
                    HttpContext http,
                    PrintReader reader,
                    PrintedClients clients,
                    IssuedFiles files,
                    StoredContents contents
                ) =>
                {
                    var ct = http.RequestAborted;
                    var source = await clients.Known(http, await reader.Invoice(dealId, invoiceId, ct));
                    var file = await files.Get(source, Lang(http), MediaType(http), ct);
                    return await Answer(http, file, contents);
                }
            )
            .Operation(
                new("printInvoice")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Settlement",
                    Summary = "Print an invoice",
                    Description =
                        "The printed invoice (счёт на оплату) as PDF, or as HTML with `Accept: text/html`. "
                        + "It contains a payment QR code (ST00012) when the invoice is in roubles and the "
                        + "company's bank details are complete. It is rendered once and stored: every later "
                        + "print has the same bytes.",
                    Query = [LangParameter],
                    Refusals = ["deal.not_found", "invoice.not_found", "accept.unsupported"],
                }
            )
            .Produces<byte[]>(200, IssuedFiles.Pdf, IssuedFiles.Html)
            .IsHeavy();
    }

    private static async Task<IResult> Answer(HttpContext http, PrintedFile file, StoredContents contents)
    {
        var (headers, etag) = (http.Response.Headers, $"\"{file.Sha256}\"");
        headers.ETag = etag;
        headers.Vary = "Accept, Accept-Language";
        if (ETags.NotModified(http, etag))
            return Results.StatusCode(304);
        var shown = new ContentDispositionHeaderValue("inline");
        shown.SetHttpFileName(file.Name);
        headers.ContentDisposition = shown.ToString();
        if (file.MediaType == IssuedFiles.Html)
            headers.ContentSecurityPolicy = Policy;
        var mediaType = file.MediaType == IssuedFiles.Html ? "text/html; charset=utf-8" : file.MediaType;
        return file.Bytes is { } draft
            ? Results.Bytes(draft, mediaType)
            : await StoredFile.Of(contents, file.Sha256, mediaType, http.RequestAborted);
    }

    private static string? Lang(HttpContext http) => Query.Text(http, "lang") ?? Language.Asked(http);

    /// <summary>PDF, unless the caller prefers HTML, as browsers do.</summary>
    private static string MediaType(HttpContext http)
    {
        if (Representations.Accepted(http) is not { } accepted)
            return IssuedFiles.Pdf;
        var (pdf, html) = (
            Representations.Weight(accepted, IssuedFiles.Pdf),
            Representations.Weight(accepted, IssuedFiles.Html)
        );
        return html > pdf ? IssuedFiles.Html
            : pdf > 0 ? IssuedFiles.Pdf
            : throw new ProblemException(406, "accept.unsupported")
            {
                DetailArgument = $"{IssuedFiles.Pdf}, {IssuedFiles.Html}",
            };
    }
}
