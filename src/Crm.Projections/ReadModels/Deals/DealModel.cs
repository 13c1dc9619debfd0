using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// The shape of the inline data of a deal: the state that decisions read and the card that readers get. If a store has
/// deals of another shape, they are rebuilt from their events before it serves requests: inline data is always derived.
/// </summary>
public static class DealModel
{
    /// <summary>Increment when the same shape gets another meaning, or when a new column must be filled.</summary>
    public const int Meaning = 8;

    public static string ShapeWith(IDealCards cards) =>
        Digest($"{Meaning}\n{SchemaOf<DealDocument>(StoreFormat.Json)}\n{cards.Shape}");

    internal static string Digest(string shape) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)));

    public static string SchemaOf<T>(JsonSerializerOptions options) =>
        new JsonSerializerOptions(options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }
            .GetJsonSchemaAsNode(typeof(T))
            .ToJsonString();
}
