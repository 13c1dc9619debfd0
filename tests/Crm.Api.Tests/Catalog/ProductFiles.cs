using System.Net.Http.Headers;
using System.Text;

namespace Crm.Api.Tests.Catalog;

/// <summary>Requests with product files, and what their answers count.</summary>
internal static class ProductFiles
{
    private static int made;

    public static Task<Answer> ImportProducts(
        this Testing.Api api,
        string text,
        string query = "",
        params (string, string)[] headers
    ) => api.SendFile(Encoding.UTF8.GetBytes(text), "text/csv", "/products/import" + query, headers);

    public static Task<Answer> SendFile(
        this Testing.Api api,
        byte[] bytes,
        string media,
        string path = "/products/import",
        params (string, string)[] headers
    ) =>
        api.SendRaw(
            HttpMethod.Post,
            path,
            new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(media) } },
            headers
        );

    public static (int, int, int, int, int) Counts(Answer x) =>
        ((int)x["rows"]!, (int)x["added"]!, (int)x["changed"]!, (int)x["unchanged"]!, (int)x["faulty"]!);

    public static string[] Codes(Answer x) => [.. x["errors"]!.AsArray().Select(e => (string)e!["code"]!)];

    public static string Fresh() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"PF{Interlocked.Increment(ref made)}X{Guid.NewGuid().ToString()[..6]}"
        );
}
