using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Crm.Api.Demo;

/// <summary>Bodies of demo commands as a client writes them.</summary>
internal static class DemoJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonObject Of(object body) => JsonSerializer.SerializeToNode(body, Options)!.AsObject();

    public static object Money(decimal amount, string currency) =>
        new { amount = amount.ToString("0.00", CultureInfo.InvariantCulture), currency };

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static object Title(string ru, string en) => new { ru, en };
}
