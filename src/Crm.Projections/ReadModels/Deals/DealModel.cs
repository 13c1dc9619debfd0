using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// The shape of what is kept inline of each deal - the state that decisions read and the card that readers get. A store whose deals were
/// written in another shape is folded anew from its events before it serves: nothing inline is ever the only place of anything.
/// </summary>
public static class DealModel
{
    /// <summary>Raised when the same shape begins to mean something else, or a column is to be filled that was not there.</summary>
    private const int Meaning = 6;

    public static string ShapeWith(IDealCards cards) =>
        Digest($"{Meaning}\n{SchemaOf<DealDocument>(StoreFormat.Json)}\n{cards.Shape}");

    internal static string Digest(string shape) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)));

    public static string SchemaOf<T>(JsonSerializerOptions options) =>
        new JsonSerializerOptions(options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }
            .GetJsonSchemaAsNode(typeof(T))
            .ToJsonString();
}
