using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Crm.Api.Printing.Html;

/// <summary>Renders a document as one page of HTML (UTF-8). Equal documents give equal bytes.</summary>
/// <param name="services">Has the <c>HtmlEncoder</c> that the renderer encodes texts and attributes with.</param>
internal sealed class HtmlPrint(IServiceProvider services, ILoggerFactory loggers)
{
    public async Task<byte[]> RenderAsync(PrintedDocument document)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(DocumentPage.Document)] = document }
        );
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<DocumentPage>(parameters);
            return page.ToHtmlString();
        });
        return Encoding.UTF8.GetBytes(html + "\n");
    }
}
