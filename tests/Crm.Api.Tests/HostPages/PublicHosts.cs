namespace Crm.Api.Tests.HostPages;

/// <summary>A host in Development and one outside it, asked without a credential.</summary>
public sealed class PublicHosts : IAsyncLifetime
{
    private CrmApp production = null!;

    /// <summary>For the codes of real problems.</summary>
    public CrmApp Development { get; private set; } = null!;

    public HttpClient Of(string environment) =>
        (environment == "Production" ? production : Development).Host.Server.CreateClient();

    public async ValueTask InitializeAsync()
    {
        Development = await CrmApp.Start();
        production = await CrmApp.InProduction(await CrmApp.PreparedDatabase());
    }

    public async ValueTask DisposeAsync()
    {
        await Development.DisposeAsync();
        await production.DisposeAsync();
    }
}

/// <summary>A page as a browser gets it.</summary>
internal sealed record Page(int Status, string Html, HttpResponseMessage Response)
{
    /// <summary>The text without the spelling of entities.</summary>
    public string Text => System.Net.WebUtility.HtmlDecode(Html);

    public string[] Links =>
        [.. Html.Split("href=\"")[1..].Select(part => System.Net.WebUtility.HtmlDecode(part.Split('"')[0]))];

    public string Header(string name) =>
        string.Join(", ", Response.Headers.Concat(Response.Content.Headers).Single(header => header.Key == name).Value);

    public static async Task<Page> Get(HttpClient http, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Language", language);
        var response = await http.SendAsync(request);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
