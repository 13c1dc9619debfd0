using System.Text.Json.Nodes;

namespace Crm.Api.Demo;

/// <summary>One command of the demo year: an HTTP request of a user.</summary>
/// <param name="Sequence">Commands of one sequence, a deal for example, are sent one after the other.</param>
/// <param name="Actor">Who sends it: a member of <see cref="DemoStaff"/>, or the administrator.</param>
/// <param name="At">When it happened; the order in which commands are sent.</param>
/// <param name="Path">
/// Below <c>/api/v1</c>. In path and body <c>{task:code}</c>, <c>{line:0}</c> and <c>{revision}</c> stand for ids that only the host
/// knows: the open task of that code, a line of the last order, the last revision of a proposal.
/// </param>
/// <param name="Body">Null: without a body, or with a file.</param>
internal sealed record DemoCommand(
    string Sequence,
    string Actor,
    DateTimeOffset At,
    HttpMethod Method,
    string Path,
    JsonObject? Body
)
{
    /// <summary>The file that it carries; with a body: as parts of a form.</summary>
    public DemoFile? File { get; init; }
}

/// <summary>A file of a demo command.</summary>
/// <param name="Content">The bytes in Base64, so that two plans are compared by value.</param>
internal sealed record DemoFile(string Name, string MediaType, string Content);
