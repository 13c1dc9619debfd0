using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Crm.Api.HostPages;

/// <summary>
/// Pages for people who open an address of the host in a browser: <c>/</c>, and one for each problem code, where the
/// <c>type</c> of problems leads. They are public everywhere and contain neither keys nor data of the company.
/// </summary>
public static class HostPagesSetup
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>All languages: the pages are not texts of the company, so its choice of languages does not apply.</summary>
    private static readonly ImmutableArray<string> Languages = ["en", "ru"];

    private static readonly string Version =
        typeof(Program)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "";

    public static void MapHostPages(this WebApplication app)
    {
        var asksForKey = !app.Configuration.GetValue("Docs:Public", app.Environment.IsDevelopment());
        Map(
            app,
            "/",
            http =>
                Write<StartPage>(
                    http,
                    200,
                    (nameof(StartPage.Version), Version),
                    (nameof(StartPage.AsksForKey), asksForKey)
                )
        );
        Map(app, ProblemType.Path, http => Write<ProblemIndexPage>(http, 200));
        Map(app, ProblemType.Path + "/{code}", WriteProblem);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, RequestDelegate answer) =>
        routes.MapMethods(path, Reading, answer).ExcludeFromDescription();

    private static Task WriteProblem(HttpContext http) =>
        ProblemCatalogue.Find((string)http.GetRouteValue("code")!) is { } problem
            ? Write<ProblemPage>(http, 200, (nameof(ProblemPage.Problem), problem))
            : Write<ProblemIndexPage>(http, 404, (nameof(ProblemIndexPage.IsUnknown), true));

    private static async Task Write<TPage>(
        HttpContext http,
        int status,
        params (string Name, object Value)[] parameters
    )
        where TPage : IComponent
    {
        var language = Language.Preferred(http.Request.Headers.AcceptLanguage.ToString(), Languages) ?? Languages[0];
        var bytes = await Render<TPage>(
            http.RequestServices,
            [("Language", language), ("Root", http.Request.PathBase.ToString()), .. parameters]
        );
        var (response, headers) = (http.Response, http.Response.Headers);
        (response.StatusCode, response.ContentType, response.ContentLength) = (
            status,
            "text/html; charset=utf-8",
            bytes.Length
        );
        (headers.ContentLanguage, headers.Vary, headers.CacheControl, headers.ContentSecurityPolicy) = (
            language,
            "Accept-Language",
            "no-cache",
            PageStyle.Policy
        );
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static async Task<byte[]> Render<TPage>(
        IServiceProvider services,
        IEnumerable<(string Name, object Value)> parameters
    )
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var values = ParameterView.FromDictionary(
            parameters.ToDictionary(one => one.Name, one => (object?)one.Value, StringComparer.Ordinal)
        );
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(values)).ToHtmlString()
        );
        return Encoding.UTF8.GetBytes(html + "\n");
    }
}
