using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Client;

/// <summary>The part of the client that is not generated.</summary>
public partial class CrmClient
{
    /// <summary>NSwag gives single enums a converter, and lists of enums none: without this one they are read as numbers.</summary>
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter());
}
