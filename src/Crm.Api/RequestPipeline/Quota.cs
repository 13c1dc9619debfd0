using System.Globalization;
using Crm.Api.Configuration;

namespace Crm.Api.RequestPipeline;

/// <summary>So many tokens at most, and as many anew per period.</summary>
/// <param name="Tokens">What a bucket holds when it is full.</param>
/// <param name="Seconds">The time in which an empty bucket fills.</param>
public sealed record Quota(int Tokens, int Seconds)
{
    /// <summary>The operator's numbers; <c>Tokens</c> 0 is off, and without numbers <paramref name="otherwise"/> holds.</summary>
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

    /// <summary>Whole numbers only: "60" as a time span would be sixty days.</summary>
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
