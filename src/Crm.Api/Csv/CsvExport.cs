using CsvHelper;

namespace Crm.Api.Csv;

/// <summary>
/// A list as a CSV file: all rows that match the filters, written page by page, so that a slow reader holds no
/// connection. Russian files use semicolons and decimal commas, as spreadsheets there expect, others commas and points.
/// A byte order mark makes spreadsheets read UTF-8.
/// </summary>
public sealed class CsvExport(
    string name,
    IReadOnlyList<CsvColumn> columns,
    IAsyncEnumerable<IReadOnlyList<string?>> rows
) : IResult
{
    /// <summary>Whether the client requests a file: <c>Accept: text/csv</c>.</summary>
    public static bool Wanted(HttpContext http) =>
        http
            .Request.Headers.Accept.ToString()
            .Split(',')
            .Any(x => x.Split(';')[0].Trim().Equals(CsvUpload.MediaType, StringComparison.OrdinalIgnoreCase));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (http, language) = (httpContext, Language.Of(httpContext));
        await using var found = rows.GetAsyncEnumerator(http.RequestAborted);
        // Read the first row before the first byte is sent, so that a faulty query still gets a problem document.
        var more = await found.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        var shape = new CsvWriterOptions { Separator = language == "ru" ? ';' : ',', WriteByteOrderMark = true };
        await using var csv = CsvWriter.Create(http.Response.Body, shape, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(x => x.In(language))], http.RequestAborted);
        for (; more; more = await found.MoveNextAsync())
            await csv.WriteRecordAsync([.. found.Current.Select(x => CsvCells.Safe(Line(x)))], http.RequestAborted);
        await csv.FlushAsync(http.RequestAborted);
    }

    /// <summary>A record is a line, also for the import: the line breaks of texts of before become spaces.</summary>
    private static string Line(string? cell) =>
        (cell ?? "").Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ');
}
