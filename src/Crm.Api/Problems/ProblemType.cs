namespace Crm.Api.Problems;

/// <summary>
/// The <c>type</c> of a problem (RFC 9457): a reference without a host, so it leads to the host that answered, under
/// whatever name or proxy it was called, also when a stored answer is replayed (ADR 88).
/// </summary>
internal static class ProblemType
{
    /// <summary>Path of the pages of all codes.</summary>
    public const string Path = "/problems";

    public static string Of(string code) => $"{Path}/{code}";
}
