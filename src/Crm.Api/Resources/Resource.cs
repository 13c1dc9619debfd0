using System.Text.Json;

namespace Crm.Api.Resources;

/// <summary>What a thin resource is: its names, who may read it, and what readers see of it.</summary>
/// <param name="Noun">In paths: <c>lost-reasons</c>.</param>
/// <param name="One">In names of operations: <c>LostReason</c>.</param>
/// <param name="Tag">The chapter of the contract that it stands in.</param>
internal sealed record Resource<TDocument, TAnswer>(
    string Noun,
    string One,
    string Tag,
    Permission Needs,
    Func<HttpContext, TDocument, TAnswer> Answer
)
    where TDocument : class
{
    /// <summary>The route value that names one.</summary>
    public string Route { get; init; } = JsonNamingPolicy.CamelCase.ConvertName(One) + "Id";

    /// <summary>Of its events in the catalogue; its problems begin with the same word.</summary>
    public string Stream { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(One);

    public string NotFound => Stream + ".not_found";

    /// <summary>The n of its ETag; what is never edited has 1.</summary>
    public Func<TDocument, int> Version { get; init; } = _ => 1;

    /// <summary>Folds one event; with it the resource has a history and can be read as it stood.</summary>
    public Func<TDocument?, Guid, DomainEvent, DateTimeOffset, TDocument?>? Fold { get; init; }

    /// <summary>Its history, where that tells more than what changed of the document.</summary>
    public Func<HttpContext, Guid, ResourceHistory, Task<IResult>>? History { get; init; }

    /// <summary>Parameters of its list beside those of pages.</summary>
    public Param[] Filters { get; init; } = [];

    /// <summary>The list, narrowed as those parameters say.</summary>
    public Func<HttpContext, DocumentList<TDocument>> List { get; init; } = _ => new();

    /// <summary>The list as a file, where a reader asks for one: its columns, and the cells of a document.</summary>
    public (
        IReadOnlyList<Crm.Api.Csv.CsvColumn> Columns,
        Func<HttpContext, TDocument, IReadOnlyList<string?>> Cells
    )? Csv { get; init; }
}
