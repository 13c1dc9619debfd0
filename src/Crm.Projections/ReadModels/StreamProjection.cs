using Marten.Events.Aggregation;

namespace Crm.Projections.ReadModels;

/// <summary>
/// A projection with one document per stream. The explicit event types keep Marten from applying it to streams of other
/// kinds.
/// </summary>
public abstract class StreamProjection<TDocument> : SingleStreamProjection<TDocument, Guid>
    where TDocument : class
{
    protected StreamProjection(string stream)
    {
        foreach (var type in EventCatalogue.TypesOf(stream))
            IncludeType(type);
    }
}
