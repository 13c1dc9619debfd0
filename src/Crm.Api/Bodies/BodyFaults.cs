namespace Crm.Api.Bodies;

/// <summary>Faults of a body, and the current path in it.</summary>
internal sealed class BodyFaults
{
    /// <summary>Limit of reported faults: without one, the answer to a body of 1 MB could have 50 MB.</summary>
    public const int Most = 100;

    private readonly List<RequestFault> found = [];
    private readonly List<string> path = [];

    public IReadOnlyList<RequestFault> Found => found;

    public bool IsFull => found.Count >= Most;

    /// <summary>Descends one level; a body that is nested too deep is refused as a whole.</summary>
    public void Enter(string step)
    {
        path.Add(step);
        if (path.Count > Wire.MaxDepth)
            throw ProblemException.Member("", "body.too_deep", $"at most {Wire.MaxDepth} levels");
    }

    public void Leave() => path.RemoveAt(path.Count - 1);

    public void Add(string code, Phrase expected)
    {
        if (!IsFull)
            found.Add(new(string.Concat(path.Select(step => "/" + Escaped(step))), null, code, expected));
    }

    /// <summary>A text that breaks the rule of texts.</summary>
    public void AddText(bool severalLines) => Add(TextRule.Code, TextValidation.Accepted(severalLines));

    private static string Escaped(string step) =>
        step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
