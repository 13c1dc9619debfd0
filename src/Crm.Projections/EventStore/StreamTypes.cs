using System.Text.Json;

namespace Crm.Projections.EventStore;

/// <summary>Marten's names of streams and of document tables, by document type.</summary>
public static class StreamTypes
{
    private const string Suffix = "_document";

    /// <summary>Type name of a stream, such as <c>deal_document</c>.</summary>
    public static string NameOf<TDocument>() => JsonNamingPolicy.SnakeCaseLower.ConvertName(typeof(TDocument).Name);

    /// <summary>The table of the inline documents, such as <c>crm.mt_doc_deal</c>.</summary>
    public static string TableOf<TDocument>() => $"{StoreFormat.Schema}.mt_doc_{NameOf<TDocument>()[..^Suffix.Length]}";
}
