using System.IO.Compression;
using System.Text;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Crm.Api.OpenApi;

/// <summary>
/// The files of the page that shows the contract: Swagger UI, and a shell that asks for a key where the contract needs
/// one. They contain nothing about the company.
/// </summary>
internal static class ContractPage
{
    private const string SwaggerUi = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";
    private const string Html = "text/html; charset=utf-8";
    private const string Css = "text/css; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";
    private const string Png = "image/png";

    /// <summary>Every file by its name.</summary>
    /// <param name="asksForKey">The shell asks for a key before it loads the contract.</param>
    public static IReadOnlyDictionary<string, CachedFile> Files(bool asksForKey)
    {
        const string cacheControl = "public, no-cache";
        return new Dictionary<string, CachedFile>(StringComparer.OrdinalIgnoreCase)
        {
            ["index.html"] = new(Html, cacheControl, () => Shell(asksForKey)),
            ["page.css"] = new(Css, cacheControl, () => Own("page.css")),
            ["page.js"] = new(Script, cacheControl, () => Own("page.js")),
            ["swagger-ui.css"] = new(Css, cacheControl, () => Library("swagger-ui.css")),
            ["swagger-ui-bundle.js"] = new(Script, cacheControl, () => Library("swagger-ui-bundle.js")),
            ["favicon-32x32.png"] = new(Png, cacheControl, () => Library("favicon-32x32.png")),
        };
    }

    private static byte[] Shell(bool asksForKey) =>
        Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(Own("index.html"))
                .Replace("{hidden}", asksForKey ? "" : " hidden", StringComparison.Ordinal)
        );

    private static byte[] Own(string file) => Read(typeof(ContractPage), $"Crm.Api.OpenApi.Page.{file}");

    /// <summary>The library stores its files compressed.</summary>
    private static byte[] Library(string file)
    {
        using var compressed = new MemoryStream(Read(typeof(SwaggerUIOptions), SwaggerUi + file));
        using var stream = new GZipStream(compressed, CompressionMode.Decompress);
        return Copy(stream);
    }

    private static byte[] Read(Type neighbour, string resource)
    {
        using var stream =
            neighbour.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"there is no file {resource}");
        return Copy(stream);
    }

    private static byte[] Copy(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
