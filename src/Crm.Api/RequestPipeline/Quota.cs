using System.Globalization;
using Crm.Api.Configuration;

namespace Crm.Api.RequestPipeline;

/// <summary>Capacity and refill period of a token bucket.</summary>
/// <param name="Tokens">Capacity of the bucket.</param>
/// <param name="Seconds">Time in which an empty bucket is refilled.</param>
public sealed record Quota(int Tokens, int Seconds)
{
    /// <summary>
    /// The configured quota; <c>Tokens</c> 0 disables it, and without configuration <paramref name="otherwise"/>
    /// applies.
    /// </summary>
    public static Quota? Of(IConfiguration section, string path, Quota? otherwise)
    {
        var tokens = Number(section, path + ":Tokens", 0);
        if (tokens is 0)
            return null;
        var seconds = Number(section, path + ":Period", 1);
        return tokens is null && seconds is null
            ? otherwise
            : new Quota(tokens ?? otherwise?.Tokens ?? 600, seconds ?? otherwise?.Seconds ?? 60);
    }

    /// <summary>Whole numbers only: "60" parsed as a time span would be sixty days.</summary>
    public static int? Number(IConfiguration configuration, string path, int least) =>
        configuration[path] switch
        {
            null or "" => null,
            var text
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= least => number,
            _ => throw new StartupException($"{path} must be a whole number, {least} or more."),
        };
}
