namespace Crm.Api.RequestPipeline;

/// <summary>
/// Checks all query parameters of a request before its endpoint: names, types, and what a parameter checks by itself
/// (<see cref="Param.Check"/>). One 400 names every fault. A cursor is not among them, because it belongs to the other
/// parameters and says nothing while they are wrong.
/// </summary>
internal static class ParameterCheck
{
    /// <summary>Adds a check of the values to a parameter.</summary>
    public static Param Checked(this Param param, Action<HttpContext> check) =>
        param with
        {
            Check = http =>
            {
                check(http);
                return ValueTask.CompletedTask;
            },
        };

    /// <exception cref="ProblemException">400 with all faults.</exception>
    public static async ValueTask Run(HttpContext http, Operation operation)
    {
        if (http.Request.Query.Count == 0)
            return;
        var faults = new ParameterFaults();
        foreach (var (name, values) in http.Request.Query)
        {
            if (operation.Query.FirstOrDefault(param => param.Name == name) is not { } known)
                faults.Add(name, "parameter.unknown", Unknown(name, operation));
            else if (values.Count > 1 && !known.IsRepeatable && !known.IsList)
                faults.Add(name, "parameter.twice", Phrase.None);
            else if (values.Any(value => value is null || value.Contains('\uFFFD') || value.Length > 4000))
                faults.Add(name, "parameter.invalid", "plain text of at most 4000 characters");
            else
                await faults.Collect(() => Judge(http, known));
        }

        faults.ThrowIfAny();
    }

    /// <summary>The most similar known name, if one is similar.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) =>
        known
            .Select(x => (Name: x, Distance: Distance(x.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(x => x.Distance <= Math.Max(2, x.Name.Length / 3))
            .OrderBy(x => x.Distance)
            .Select(x => x.Name)
            .FirstOrDefault();

    private static Phrase Unknown(string name, Operation operation) =>
        Nearest(name, operation.Query.Select(x => x.Name)) is { } near
            ? (Phrase)$"did you mean '{near}'?"
            : (Phrase)$"this operation takes: {string.Join(", ", operation.Query.Select(x => x.Name))}";

    private static ValueTask Judge(HttpContext http, Param param)
    {
        if (param.Values is { } set)
        {
            var given = param.IsList ? Query.List(http, param.Name)! : [Query.Text(http, param.Name)!];
            if (!given.All(set.Values.Contains))
                throw ProblemException.Parameter(param.Name, param.Fault, Phrase.Data(set.Values));
        }

        return param.Check?.Invoke(http) ?? Typed(http, param);
    }

    /// <summary>By the type that the contract states. Ids are read as a list; an endpoint that takes one refuses several.</summary>
    private static ValueTask Typed(HttpContext http, Param param)
    {
        object? _ = param.Type switch
        {
            "integer" when param.Name == Param.Limit.Name => Query.Limit(http),
            "integer" or "decimal" => Query.Number(http, param.Name),
            "boolean" => Query.Flag(http, param.Name),
            "date" => Query.Date(http, param.Name),
            "date-time" => Query.Instant(http, param.Name),
            "uuid" => Query.Ids(http, param.Name),
            _ => null,
        };
        return ValueTask.CompletedTask;
    }

    /// <summary>Edit distance of two short names.</summary>
    private static int Distance(string a, string b)
    {
        if (b.Length > 40)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
