using System.Text;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Crm.Api.OpenApi;

/// <summary>The OpenAPI document of this host, generated at the first request for it.</summary>
public sealed partial class ContractDocument(IServiceProvider host)
{
    private int generations;

    /// <summary>How often it was generated.</summary>
    internal int Generations => Volatile.Read(ref generations);

    /// <summary>
    /// Generates the document. The generator and its XML comments take megabytes and are not kept (ADR 43).
    /// </summary>
    public byte[] Generate()
    {
        Interlocked.Increment(ref generations);
        using var services = ContractPages.ServicesOf(host);
        using var scope = services.CreateScope();
        var document = scope.ServiceProvider.GetRequiredService<ISwaggerProvider>().GetSwagger(ContractPages.Name);
        return Encoding.UTF8.GetBytes(TextOf(document));
    }

    /// <summary>
    /// The document as text. A fifth of what the writer makes is indentation of two spaces; one space reads as well.
    /// </summary>
    public static string TextOf(OpenApiDocument document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        return Indentation().Replace(text.ToString(), found => new string(' ', found.Length / 2));
    }

    [GeneratedRegex("^ +", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Indentation();
}
