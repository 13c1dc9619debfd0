namespace Crm.Api.Reports;

/// <summary>What the keys of report rows are called.</summary>
public sealed class ReportTitles(Names names, Kinds kinds)
{
    /// <param name="at">The instant of the report: a stage is called as it was called then.</param>
    public async ValueTask<string?> Of(
        HttpContext http,
        string by,
        string? key,
        string? kind,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (key is null)
            return null;
        var language = Language.Of(http);
        return by switch
        {
            "reason" => (await names.LostReason(key, ct))?.Title.In(language) ?? key,
            "stage" => kinds
                .Registry.Codes.Where(x => kind is null || x == kind)
                .Select(x => kinds.Registry.Stage(x, key, at))
                .FirstOrDefault(x => x is not null)
                ?.Title.In(language)
                ?? key,
            "manager" => (await names.User(new(Guid.Parse(key)), ct))?.Name.Text ?? key,
            "client" => (await names.Client(new(Guid.Parse(key)), ct))?.Name.Text ?? key,
            "source" => (await names.Source(key, ct))?.In(language) ?? key,
            "product" => Guid.TryParse(key, out var id) ? (await names.Product(new(id), ct))?.Name ?? key : key,
            _ => key,
        };
    }
}
