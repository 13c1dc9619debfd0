namespace Crm.Api.Problems;

/// <summary>Warnings as answers show them.</summary>
public static class Warnings
{
    /// <summary>Each with its sentence in the language of the request.</summary>
    public static IReadOnlyList<Warning> In(ImmutableArray<Warning> warnings, string language) =>
        [.. warnings.Select(warning => In(warning, language))];

    private static Warning In(Warning warning, string language)
    {
        var title = ProblemCatalogue.Of(warning.Code).Title.In(language);
        return warning with { Detail = warning.Detail.Length == 0 ? title : $"{title}: {Echo.Cut(warning.Detail)}" };
    }
}
