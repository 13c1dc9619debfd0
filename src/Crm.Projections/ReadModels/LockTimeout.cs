using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels;

/// <summary>Statements that change how long the present transaction waits for locks.</summary>
internal static class LockTimeout
{
    /// <summary>Rounded up to a millisecond: zero would mean to wait without a limit.</summary>
    public static NpgsqlBatchCommand Set(TimeSpan limit) =>
        new("select set_config('lock_timeout', $1, true)")
        {
            Parameters =
            {
                new()
                {
                    NpgsqlDbType = NpgsqlDbType.Text,
                    Value = Math.Max(1, (long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                },
            },
        };

    /// <summary>Back to what the connection says, for the locks of later statements.</summary>
    public static NpgsqlBatchCommand Reset() => new("reset lock_timeout");
}
