using System.Text.Encodings.Web;
using System.Text.Unicode;
using Crm.Api.Printing.Html;

namespace Crm.Api.Printing;

public static class PrintingServices
{
    public static IServiceCollection AddPrinting(this IServiceCollection services) =>
        services
            // The renderer of Razor components takes its encoder from here. The default one encodes every letter outside ASCII.
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .AddSingleton<HtmlPrint>()
            .AddSingleton<PrintReader>()
            .AddSingleton<PrintedClients>()
            .AddSingleton<IssuedFiles>();
}
