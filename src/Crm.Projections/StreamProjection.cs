using Marten.Events.Aggregation;

namespace Crm.Projections;

/// <summary>A document per stream of one kind. Without the list of its facts it would be asked about every stream's facts.</summary>
public abstract class StreamProjection<TDocument> : SingleStreamProjection<TDocument, Guid>
    where TDocument : class
{
    protected StreamProjection(string stream)
    {
        foreach (var type in EventCatalogue.TypesOf(stream))
            IncludeType(type);
    }
}
