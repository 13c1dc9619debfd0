using Crm.Api.Csv;
using Crm.Api.Paging;
using Npgsql;

namespace Crm.Api.Resources;

/// <summary>The endpoints that simple resources share: list, read, history.</summary>
internal static class Documents
{
    /// <summary>Maps the list, the item and, if the resource has a fold, its history.</summary>
    public static void Read<TDocument, TAnswer>(IEndpointRouteBuilder routes, Resource<TDocument, TAnswer> x)
        where TDocument : class
        where TAnswer : notnull
    {
        var (words, one) = (NameHumanizer.Of(x.Noun), $"/{x.Noun}/{{{x.Route}:guid}}");
        routes
            .MapGet(
                "/" + x.Noun,
                async Task<IResult> (HttpContext http, NpgsqlDataSource database, CursorSeal cursors) =>
                {
                    var list = x.List(http);
                    if (x.Narrow is not null)
                        await x.Narrow(http, list);
                    var page = new PageOf(list);
                    if (x.Csv is { } csv && CsvExport.Wanted(http))
                        return new CsvExport(
                            x.Noun,
                            csv.Columns,
                            page.All(
                                database,
                                list.Sort,
                                row => csv.Cells(http, DocumentList<TDocument>.Read(row)),
                                http.RequestAborted
                            )
                        );
                    return await page.Answer(
                        http,
                        database,
                        cursors,
                        list.Sort,
                        row => x.Answer(http, DocumentList<TDocument>.Read(row))
                    );
                }
            )
            .Operation(
                new($"list{x.One}s")
                {
                    Permission = x.Needs,
                    Tag = x.Tag,
                    Summary = $"List {words}",
                    Description = x.Csv is null
                        ? $"All {words}, ordered by {x.Order}."
                        : $"All {words} that match the filters, ordered by {x.Order}. With `Accept: text/csv` all of them as a file; "
                            + "values that a spreadsheet would take for a formula start with an apostrophe.",
                    Query = [.. Param.Page, Param.Count, .. x.Filters],
                    AnswersCsv = x.Csv is not null,
                    Refusals =
                    [
                        "limit.invalid",
                        "cursor.invalid",
                        .. x.Filters.Any(f => f.Name == "q") ? ["search.no_words"] : Array.Empty<string>(),
                    ],
                }
            )
            .AnswersList<TAnswer>();
        routes
            .MapGet(
                one,
                async (HttpContext http, NpgsqlDataSource database, ResourceHistory history) =>
                {
                    var id = Id(http);
                    if (x.Fold is not null && Query.Instant(http, "asOf") is not null)
                        return Reply.Ok(
                            x.Answer(http, (await history.At(http, id, (TDocument?)null, Fold(id), x.NotFound))!)
                        );
                    return await x.List(http).Find(database, id, http.RequestAborted) is { } document
                        ? Tagged(x.Answer(http, document), x.Version(document))
                        : throw ProblemException.NotFound(x.NotFound);
                }
            )
            .Operation(
                new($"get{x.One}")
                {
                    Permission = x.Needs,
                    Tag = x.Tag,
                    Summary = $"Read {NameHumanizer.A(x.One)}",
                    Description = x.Fold is null
                        ? $"Returns {NameHumanizer.A(x.One)}."
                        : $"Returns {NameHumanizer.A(x.One)} as of now or of a past time.",
                    Query = x.Fold is null ? [] : [Param.AsOf],
                    Refusals = [x.NotFound],
                }
            )
            .Answers<TAnswer>();
        if (x.Fold is null)
            return;
        routes
            .MapGet(
                one + "/history",
                (HttpContext http, ResourceHistory history) =>
                {
                    var id = Id(http);
                    return x.History?.Invoke(http, id, history)
                        ?? history.Page(
                            http,
                            id,
                            (TDocument?)null,
                            Fold(id),
                            document =>
                                document is null ? null
                                : x.Recorded is { } recorded ? recorded(http, document)
                                : x.Answer(http, document),
                            x.NotFound
                        );
                }
            )
            .Operation(
                new($"list{x.One}History")
                {
                    Permission = x.Needs,
                    Tag = x.Tag,
                    Summary = $"Read the history of {NameHumanizer.A(x.One)}",
                    Description = "Every change in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = [x.NotFound, "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();

        Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues[x.Route]!);
        // The id may belong to a stream of any other kind.
        Func<TDocument?, EventRow, TDocument?> Fold(Guid id) =>
            (before, e) =>
                e.Entry.Stream == x.Stream
                    ? x.Fold!(before, id, e.Data, e.RecordedAt)
                    : throw ProblemException.NotFound(x.NotFound);
    }

    private static Reply Tagged(object answer, int version = 1) => Reply.Ok(answer, version);
}
