using System.Text.Json;

namespace Crm.Api.Access;

/// <summary>The reader of an answer and their language. Lives for one request.</summary>
public sealed class Viewer(Caller caller, string language)
{
    public Caller Caller => caller;

    /// <summary><c>ru</c> or <c>en</c>.</summary>
    public string Language => language;

    /// <summary>The server's own commands: nobody reads their answers.</summary>
    public static Viewer Server => new(Caller.Server, "en");

    /// <summary>Serializer options for this reader: without costs when the permission is missing.</summary>
    public JsonSerializerOptions Json => caller.Grants.Has(Permissions.CostSee) ? Wire.Json : Wire.WithoutCost;

    /// <summary>
    /// Visibility of clients already checked in this request: a page of documents often refers to the same client.
    /// </summary>
    internal Dictionary<ClientId, bool> VisibleClients { get; } = [];

    /// <summary>Deals that the answer refers to, besides the one that it is about, with whether they are visible.</summary>
    internal Dictionary<DealId, bool> VisibleDeals { get; } = [];

    /// <summary>Deals that a statement line may pay, with whether the reader may write documents of them.</summary>
    internal Dictionary<DealId, bool> Candidates { get; } = [];
}
