using System.Text.Json;

namespace Crm.Api.Access;

/// <summary>Who reads an answer, and in which language. Lives as long as one request.</summary>
public sealed class Viewer(Caller caller, string language)
{
    public Caller Caller => caller;

    /// <summary><c>ru</c> or <c>en</c>.</summary>
    public string Language => language;

    /// <summary>The server itself reads nothing: its answers are thrown away.</summary>
    public static Viewer Server => new(Caller.Server, "en");

    /// <summary>How bodies are written for this reader: without what goods cost where the permission is missing.</summary>
    public JsonSerializerOptions Json => caller.Grants.Has(Permissions.CostSee) ? Wire.Json : Wire.WithoutCost;

    /// <summary>Clients whose visibility was asked about: a page of documents names one client again and again.</summary>
    internal Dictionary<ClientId, bool> VisibleClients { get; } = [];
}
