using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>Parameters of a dynamically built statement.</summary>
internal static class CommandParameters
{
    /// <summary>Adds a value and returns its placeholder, such as <c>$2</c>.</summary>
    public static string Place(this NpgsqlCommand command, object value)
    {
        command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }
}
