namespace Crm.Projections.EventStore;

/// <summary>One change of what the store holds: its tables, or the form of the data in them.</summary>
/// <param name="Number">The number of the build that brings it, one more than that of the migration before.</param>
/// <param name="Change">What it changes, for people.</param>
public sealed record StoreMigration(int Number, string Change)
{
    /// <summary>What a contracting migration removes; null when the migration only adds, as nearly all do.</summary>
    public Contraction? Removes { get; init; }
}

/// <summary>Removes what no admitted build reads or writes any more. Only <c>db-apply</c> does this.</summary>
/// <param name="Admits">The lowest number of a build that works without what is removed.</param>
/// <param name="Sql">The statements; they may find that the thing is gone already.</param>
public sealed record Contraction(int Admits, string Sql);
