using Marten;
using Marten.Events.Projections;

namespace Crm.Projections.Reports;

/// <summary>A report as those see it who keep, rebuild and compare it.</summary>
public interface IDealReport : IProjection
{
    /// <summary>Qualified table of what it shows.</summary>
    string Rows { get; }

    /// <summary>Qualified table of what it remembers of each deal: <c>id</c>, <c>state</c>.</summary>
    string States { get; }

    /// <summary>Columns of the rows by name: a table that was migrated has them in another order than a new one.</summary>
    string Columns { get; }

    /// <summary>Name of the row that says how far it is, which is written in the transaction of its rows.</summary>
    string Shard { get; }

    /// <summary>The events that it follows.</summary>
    Type[] Events { get; }

    /// <summary>A digest of what it keeps and reads: another one means that its tables were written by another version.</summary>
    string ShapeDigest { get; }

    /// <summary>Adds its tables to a store.</summary>
    void AddTables(StoreOptions o);
}
