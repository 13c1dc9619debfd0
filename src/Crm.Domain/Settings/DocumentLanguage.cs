using System.Text.Json.Serialization;

namespace Crm.Domain.Settings;

/// <summary>A language of documents, ISO 639-1.</summary>
[JsonConverter(typeof(CamelCase<DocumentLanguage>))]
public enum DocumentLanguage
{
    Ru,
    En,
}
