using System.Text.Json;

namespace Crm.Api.Resources;

/// <summary>A simple resource: its names, permission, and representation.</summary>
/// <param name="Noun">In paths, such as <c>lost-reasons</c>.</param>
/// <param name="One">In operation names, such as <c>LostReason</c>.</param>
/// <param name="Tag">Its group in the contract.</param>
internal sealed record Resource<TDocument, TAnswer>(
    string Noun,
    string One,
    string Tag,
    Permission Needs,
    Func<HttpContext, TDocument, TAnswer> Answer
)
    where TDocument : class
{
    /// <summary>The route value with its id.</summary>
    public string Route { get; init; } = JsonNamingPolicy.CamelCase.ConvertName(One) + "Id";

    /// <summary>Kind of its stream in the event catalogue; also the prefix of its problem codes.</summary>
    public string Stream { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(One);

    public string NotFound => Stream + ".not_found";

    /// <summary>The n of its ETag; 1 for resources that are never edited.</summary>
    public Func<TDocument, int> Version { get; init; } = _ => 1;

    /// <summary>Folds one event; enables history and reading as of an instant.</summary>
    public Func<TDocument?, Guid, DomainEvent, DateTimeOffset, TDocument?>? Fold { get; init; }

    /// <summary>Custom history, for resources whose history contains more than changes of the document.</summary>
    public Func<HttpContext, Guid, ResourceHistory, Task<IResult>>? History { get; init; }

    /// <summary>What its history compares, where that is more than the representation; null: the representation.</summary>
    public Func<HttpContext, TDocument, object>? Recorded { get; init; }

    /// <summary>Query parameters of its list in addition to those of paging.</summary>
    public Param[] Filters { get; init; } = [];

    /// <summary>The list, filtered by these parameters.</summary>
    public Func<HttpContext, DocumentList<TDocument>> List { get; init; } = _ => new();

    /// <summary>What its list is ordered by, as its description says it.</summary>
    public string Order { get; init; } = "id";

    /// <summary>Filters of the list that are read asynchronously.</summary>
    public Func<HttpContext, DocumentList<TDocument>, ValueTask>? Narrow { get; init; }

    /// <summary>The list as a CSV file: its columns, and the cells of a document.</summary>
    public (
        IReadOnlyList<Crm.Api.Csv.CsvColumn> Columns,
        Func<HttpContext, TDocument, IReadOnlyList<string?>> Cells
    )? Csv { get; init; }
}
