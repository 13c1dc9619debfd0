using System.Globalization;
using Crm.Projections.ReadModels.Deals;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.Reports;

/// <summary>Filters of every report; a number belongs to the manager, client and source of its time.</summary>
/// <param name="Sight">The deals that the reader may see now; numbers include no others.</param>
/// <param name="Kind">Code of a kind; null for all kinds.</param>
public sealed record ReportFilter(
    DealVisibility Sight,
    string? Kind,
    Guid? Manager = null,
    Guid? Client = null,
    string? Source = null,
    string? Currency = null
)
{
    /// <summary>Null: all teams, including managers without a team.</summary>
    public TeamSpans? Team { get; init; }

    /// <param name="at">SQL of the instant of a row.</param>
    internal string Conditions(List<NpgsqlParameter> parameters, string at)
    {
        List<string> parts = ["true"];
        if (Kind is not null)
            parts.Add("r.kind = " + Add(parameters, Kind));
        if (Manager is { } manager)
            parts.Add("r.manager = " + Add(parameters, manager));
        if (Team is not null)
            parts.Add(Team.Sql("r.manager", at, x => Add(parameters, x)));
        if (Client is { } client)
            parts.Add("r.client = " + Add(parameters, client));
        if (Source is not null)
            parts.Add("r.source = " + Add(parameters, Source));
        if (Sight.Sql("s", x => Add(parameters, x)) is { } seen)
            parts.Add($"r.deal in (select s.id from {StoreTables.Deals} s where {seen})");
        return string.Join(" and ", parts);
    }

    internal static string Add(List<NpgsqlParameter> parameters, object value)
    {
        var parameter = new NpgsqlParameter { Value = value };
        if (value is DateTimeOffset)
            parameter.NpgsqlDbType = NpgsqlDbType.TimestampTz;
        if (value is DateTimeOffset[])
            parameter.NpgsqlDbType = NpgsqlDbType.TimestampTz | NpgsqlDbType.Array;
        parameters.Add(parameter);
        return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A period of business time: from inclusive, to exclusive; null is open.</summary>
public sealed record Period(DateTimeOffset? From, DateTimeOffset? To);
