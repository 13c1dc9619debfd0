using Microsoft.Net.Http.Headers;

namespace Crm.Api.RequestPipeline;

/// <summary>Applies the rule of texts (<see cref="TextRule"/>) to the path, the query and the headers of a request.</summary>
internal static class RequestTexts
{
    /// <summary>The headers that operations read; what others say, such as those of a proxy, does not matter.</summary>
    private static readonly string[] Headers =
    [
        HeaderNames.Accept,
        HeaderNames.AcceptLanguage,
        HeaderNames.ContentType,
        HeaderNames.IfMatch,
        HeaderNames.IfNoneMatch,
        "Crm-Min-Position",
        "Idempotency-Key",
        "X-Correlation-ID",
    ];

    /// <exception cref="ProblemException">422 that names every parameter and header with a refused character.</exception>
    public static void Check(HttpContext http)
    {
        List<RequestFault>? faults = null;
        foreach (var (name, value) in http.Request.RouteValues)
            Check(name, value as string, ref faults);
        foreach (var (name, values) in http.Request.Query)
        {
            Check(name, name, ref faults);
            foreach (var value in values)
                Check(name, value, ref faults);
        }

        foreach (var name in Headers)
        foreach (var value in http.Request.Headers[name])
            Check(name, Decoded(value), ref faults, severalLines: true);
        if (faults is not null)
            throw new ProblemException(422, "validation.failed") { Errors = faults };
    }

    /// <summary>
    /// Kestrel decodes headers as Latin-1, so what looks like a C1 control is a byte of another encoding; the grammar of the header
    /// judges it. A tab is white space there (RFC 9110, section 5.6.3).
    /// </summary>
    private static string Decoded(string? header) =>
        string.Concat((header ?? "").Where(one => one is < '\u0080' or > '\u009F'));

    private static void Check(string name, string? value, ref List<RequestFault>? faults, bool severalLines = false)
    {
        if (!TextRule.IsSound(value, severalLines))
            (faults ??= []).Add(new(null, name, TextRule.Code, TextValidation.Accepted(severalLines: false)));
    }
}
