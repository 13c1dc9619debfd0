using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// The deals behind a number: a condition on the table of deals, with parameters starting at <c>$1</c>.
/// </summary>
public sealed record DrillDown(string Sql, IReadOnlyList<NpgsqlParameter> Parameters);
