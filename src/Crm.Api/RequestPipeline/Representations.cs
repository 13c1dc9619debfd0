using Crm.Api.Csv;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.RequestPipeline;

/// <summary>Which media types an answer may have (RFC 9110, section 12.5.1).</summary>
internal static class Representations
{
    private const string Json = "application/json";

    /// <summary>
    /// Refuses a request whose <c>Accept</c> leaves nothing that the operation can give, before it does anything. Operations that answer
    /// bytes choose by themselves.
    /// </summary>
    /// <exception cref="ProblemException">406, or 400 when the header is not a list of media types.</exception>
    public static void Check(HttpContext http, Operation operation)
    {
        if (Accepted(http) is not { } accepted || AnswersBytes(http))
            return;
        string[] given = operation.AnswersCsv ? [Json, CsvUpload.MediaType] : [Json];
        if (!given.Any(type => Weight(accepted, type) > 0))
            throw new ProblemException(406, "accept.unsupported") { DetailArgument = string.Join(", ", given) };
    }

    /// <summary>The media ranges of <c>Accept</c>; null when the header is absent.</summary>
    public static IList<MediaTypeHeaderValue>? Accepted(HttpContext http) =>
        http.Request.Headers.Accept.Count == 0 ? null
        : MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var accepted) ? accepted
        : throw new ProblemException(400, "header.invalid")
        {
            Errors = [new(null, "Accept", "header.invalid", "media types")],
        };

    /// <summary>The quality that the most specific media range gives a type; 0 where none matches.</summary>
    public static double Weight(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        return accepted
            .Where(range => wanted.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderByDescending(range =>
                range.MatchesAllTypes ? 0
                : range.MatchesAllSubTypes ? 1
                : 2
            )
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }

    private static bool AnswersBytes(HttpContext http) =>
        http.GetEndpoint()!
            .Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Any(answer => answer.Type == typeof(byte[]));
}
