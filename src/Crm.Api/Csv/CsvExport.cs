using CsvHelper;

namespace Crm.Api.Csv;

/// <summary>
/// A list as a file: all rows that fit the filters, written by pages, so that a slow reader holds no connection. In Russian with
/// semicolons and decimal commas, as spreadsheets there expect it, else with commas and points; the mark in front makes them read
/// UTF-8.
/// </summary>
public sealed class CsvExport(
    string name,
    IReadOnlyList<CsvColumn> columns,
    IAsyncEnumerable<IReadOnlyList<string?>> rows
) : IResult
{
    /// <summary>Whether a reader asks for a file: <c>Accept: text/csv</c>.</summary>
    public static bool Wanted(HttpContext http) =>
        http
            .Request.Headers.Accept.ToString()
            .Split(',')
            .Any(x => x.Split(';')[0].Trim().Equals(CsvUpload.MediaType, StringComparison.OrdinalIgnoreCase));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (http, language) = (httpContext, Language.Of(httpContext));
        await using var found = rows.GetAsyncEnumerator(http.RequestAborted);
        // What is wrong with the question is said before the first byte of the answer.
        var more = await found.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        var shape = new CsvWriterOptions { Separator = language == "ru" ? ';' : ',', WriteByteOrderMark = true };
        await using var csv = CsvWriter.Create(http.Response.Body, shape, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(x => x.In(language))], http.RequestAborted);
        for (; more; more = await found.MoveNextAsync())
            await csv.WriteRecordAsync([.. found.Current.Select(x => CsvCells.Safe(x ?? ""))], http.RequestAborted);
        await csv.FlushAsync(http.RequestAborted);
    }
}
