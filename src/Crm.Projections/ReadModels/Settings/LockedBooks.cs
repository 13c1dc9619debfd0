using System.Globalization;
using Npgsql;

namespace Crm.Projections.ReadModels.Settings;

/// <summary>
/// The last day of the closed books, read under their lock. Commands on deals share the lock until their commit; whoever moves the day
/// holds it alone: no payment that began before ends up in a period that was closed meanwhile.
/// </summary>
/// <param name="moves">The command moves the day.</param>
public sealed class LockedBooks(bool moves = false) : LockedRead
{
    private const string Key = "(hashtextextended('crm.books', 0))";

    private static readonly string Sql =
        $"select data -> 'state' ->> 'booksClosedUntil' from {StoreTables.Settings} where id = '{SettingsDocument.Stream}'";

    /// <summary>Null until it is read, and when the books were never closed.</summary>
    public DateOnly? ClosedUntil { get; private set; }

    protected override NpgsqlBatchCommand Lock =>
        new(moves ? $"select pg_advisory_xact_lock{Key}" : $"select pg_advisory_xact_lock_shared{Key}");

    protected override NpgsqlBatchCommand Command => new(Sql);

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct) =>
        ClosedUntil =
            await reader.ReadAsync(ct) && !await reader.IsDBNullAsync(0, ct)
                ? DateOnly.Parse(reader.GetString(0), CultureInfo.InvariantCulture)
                : null;
}
