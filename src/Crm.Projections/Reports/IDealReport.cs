using Marten;
using Marten.Events.Projections;

namespace Crm.Projections.Reports;

/// <summary>The view of a report for code that maintains, rebuilds and compares it.</summary>
public interface IDealReport : IProjection
{
    /// <summary>Qualified table of the rows.</summary>
    string Rows { get; }

    /// <summary>Qualified table of the state of each deal: <c>id</c>, <c>state</c>.</summary>
    string States { get; }

    /// <summary>Columns of the rows by name: a migrated table has another column order than a new one.</summary>
    string Columns { get; }

    /// <summary>Name of its progression row, which is written in the transaction of its rows.</summary>
    string Shard { get; }

    /// <summary>Version of what it stores.</summary>
    uint Version { get; }

    /// <summary>The events that it handles.</summary>
    Type[] Events { get; }

    /// <summary>
    /// Digest of what it stores and reads: a different one means that another version wrote its tables.
    /// </summary>
    string ShapeDigest { get; }

    /// <summary>Adds its tables to a store.</summary>
    void AddTables(StoreOptions o);
}
