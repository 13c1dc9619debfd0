using JasperFx;
using JasperFx.Descriptors;
using Npgsql;
using Weasel.Core;
using Weasel.Core.Migrations;
using Wolverine.RDBMS.MultiTenancy;
using Wolverine.Runtime;

namespace Crm.Api.Startup;

/// <summary>
/// Wolverine's tables for the start and for <c>db-apply</c>. By themselves they would lose each column and index that this build does not
/// know; a newer build may have added it, or an older one still write it.
/// </summary>
internal sealed class MessageTables(IWolverineRuntime messages) : IDatabaseSource
{
    private readonly MessageDatabaseDiscovery found = new(messages);

    public DatabaseCardinality Cardinality => found.Cardinality;

    /// <summary>In place of Wolverine's own source.</summary>
    public static void Register(IServiceCollection services)
    {
        foreach (var own in services.Where(one => one.ImplementationType == typeof(MessageDatabaseDiscovery)).ToArray())
            services.Remove(own);
        services.AddSingleton<IDatabaseSource, MessageTables>();
    }

    /// <summary>Creates what is missing, before Wolverine has started.</summary>
    public static async Task Apply(IWolverineRuntime messages, CancellationToken ct)
    {
        foreach (var database in await messages.Stores.FindAllAsync<DatabaseBase<NpgsqlConnection>>())
            await new OnlyAdding(database).ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: ct);
    }

    public async ValueTask<IReadOnlyList<IDatabase>> BuildDatabases() =>
        [
            .. (await found.BuildDatabases()).Select(database => new OnlyAdding(
                (DatabaseBase<NpgsqlConnection>)database
            )),
        ];

    public ValueTask<DatabaseUsage> DescribeDatabasesAsync(CancellationToken token) =>
        found.DescribeDatabasesAsync(token);

    /// <summary>The same tables with Weasel's mark that nothing of them is dropped.</summary>
    private sealed class OnlyAdding(DatabaseBase<NpgsqlConnection> of)
        : DatabaseBase<NpgsqlConnection>(
            of.MigrationLogger,
            AutoCreate.CreateOrUpdate,
            of.Migrator,
            of.Identifier,
            of.CreateConnection
        )
    {
        public override DatabaseDescriptor Describe() => of.Describe();

        public override IFeatureSchema[] BuildFeatureSchemas() =>
            [.. of.BuildFeatureSchemas().Select(feature => new MarkedFeature(feature, Migrator))];
    }

    private sealed class MarkedFeature(IFeatureSchema of, Migrator migrator)
        : FeatureSchemaBase(of.Identifier, migrator)
    {
        protected override IEnumerable<ISchemaObject> schemaObjects()
        {
            var objects = of.Objects;
            foreach (var table in objects.OfType<ITable>())
                table.AddOnlyMigrations = true;
            return objects;
        }
    }
}
