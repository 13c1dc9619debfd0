using System.Text.Encodings.Web;
using System.Text.Unicode;
using Crm.Api.Printing.Html;

namespace Crm.Api.Printing;

/// <summary>Proposals and invoices as PDF and HTML.</summary>
public static class PrintingFeature
{
    public static IServiceCollection AddPrinting(this IServiceCollection services) =>
        services
            // The renderer of Razor components takes its encoder from here. The default one encodes every letter outside ASCII.
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .AddSingleton<HtmlPrint>()
            .AddSingleton<PrintReader>()
            .AddSingleton<PrintedClients>()
            .AddSingleton<IssuedFiles>();

    public static void MapPrinting(this IEndpointRouteBuilder routes) => PrintEndpoints.Map(routes);
}
