using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>Creates an item of a catalogue that may have a code of free text.</summary>
public abstract record CreateCoded<TDocument> : CreateDocument<TDocument>
    where TDocument : class
{
    protected CreateCoded(Guid id, ImmutableArray<DomainEvent> events, CommandRequest request)
        : base(id, events, request) { }

    /// <summary>The code that the item claims; null: it has none.</summary>
    public string? Code { get; init; }

    /// <summary>The codes that look like it, of which the answer warns; null: it has no code.</summary>
    public LookAlikes? Alike
    {
        init
        {
            if (value is null)
                return;
            Reads = value;
            Decide = _ => Decision.Accept(Events) with { Warnings = value.Warnings };
        }
    }
}
