using Crm.Projections.ReadModels.Attachments;

namespace Crm.Api.Resources;

/// <summary>A stored file as the body of an answer, copied from the database to the client piece by piece.</summary>
public sealed class StoredFile : IResult
{
    private readonly StoredContents contents;
    private readonly (string Hash, int Size, string MediaType) file;

    private StoredFile(StoredContents contents, (string, int, string) file) =>
        (this.contents, this.file) = (contents, file);

    /// <param name="hash">Hash from an event; its content is guaranteed to be stored.</param>
    public static async Task<StoredFile> Of(
        StoredContents contents,
        string hash,
        string mediaType,
        CancellationToken ct
    ) => new(contents, (hash, await contents.Size(hash, ct), mediaType));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = file.MediaType;
        httpContext.Response.ContentLength = file.Size;
        return contents.CopyTo(file.Hash, file.Size, httpContext.Response.Body, httpContext.RequestAborted);
    }
}
