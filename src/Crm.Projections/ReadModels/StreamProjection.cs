using Marten.Events.Aggregation;

namespace Crm.Projections.ReadModels;

/// <summary>A document per stream of one kind. Without the list of its events it would be asked about every stream's events.</summary>
public abstract class StreamProjection<TDocument> : SingleStreamProjection<TDocument, Guid>
    where TDocument : class
{
    protected StreamProjection(string stream)
    {
        foreach (var type in EventCatalogue.TypesOf(stream))
            IncludeType(type);
    }
}
