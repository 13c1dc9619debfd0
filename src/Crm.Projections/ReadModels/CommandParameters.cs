using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>Parameters of a statement that is put together piece by piece.</summary>
internal static class CommandParameters
{
    /// <summary>Adds a value and names its place, such as <c>$2</c>.</summary>
    public static string Place(this NpgsqlCommand command, object value)
    {
        command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }
}
