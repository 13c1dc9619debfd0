using System.Collections.Frozen;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// The permission to read what an operation is about: that of the GET at its path, else at the nearest path above.
/// </summary>
public sealed class ReadPermissions(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, Permission>> byOperation = new(() => Find(endpoints));

    /// <summary>Null: nothing above the operation can be read.</summary>
    public Permission? Of(string operation) => byOperation.Value.GetValueOrDefault(operation);

    private static FrozenDictionary<string, Permission> Find(EndpointDataSource endpoints)
    {
        var operations = endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint =>
                (
                    Path: endpoint.RoutePattern.RawText!.Trim('/'),
                    IsRead: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true,
                    Operation: endpoint.Metadata.GetMetadata<Operation>()
                )
            )
            .Where(one => one.Operation is not null)
            .ToArray();
        var reads = operations
            .Where(one => one.IsRead)
            .DistinctBy(one => one.Path)
            .ToDictionary(one => one.Path, one => one.Operation!.Permission, StringComparer.Ordinal);
        return operations
            .Where(one => !one.IsRead)
            .Select(one => (one.Operation!.Id, Read: Nearest(one.Path, reads)))
            .Where(one => one.Read is not null)
            .ToFrozenDictionary(one => one.Id, one => one.Read!, StringComparer.Ordinal);
    }

    private static Permission? Nearest(string path, Dictionary<string, Permission> reads)
    {
        for (var at = path; at.Length > 0; at = at.LastIndexOf('/') is > 0 and var cut ? at[..cut] : "")
            if (reads.TryGetValue(at, out var found))
                return found;
        return null;
    }
}
