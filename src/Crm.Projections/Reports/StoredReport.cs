using JasperFx.Events.Projections;

namespace Crm.Projections.Reports;

/// <summary>
/// A version of a report. Each has tables and a position of its own, so that two builds never write the same state; API and command
/// line know only the name. Another version is needed when rows, states or the set of events change.
/// </summary>
/// <param name="Name">Name of the report, such as <c>sales-funnel</c>.</param>
/// <param name="Version">From 1. As in Marten, only later versions are part of the stored names.</param>
public sealed record StoredReport(string Name, uint Version)
{
    /// <summary>Table of its rows; the states are in <c>{Table}_state</c>.</summary>
    public string Table => "report_" + Suffixed;

    /// <summary>Under this name its position is stored.</summary>
    public string Shard { get; } = ShardName.Compose(Name, version: Version).Identity;

    /// <summary>Schema in which it is rebuilt.</summary>
    public string RebuildSchema => "rebuild_" + Suffixed;

    /// <summary>Under this name its shape is recorded.</summary>
    public string ShapeId => Version == 1 ? $"report:{Name}" : $"report:{Name}:{Version}";

    private string Suffixed => Name.Replace('-', '_') + (Version == 1 ? "" : $"_{Version}");
}
