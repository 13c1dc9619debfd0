using System.Text;
using Crm.Api.Deals;
using Crm.Projections.EventStore;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>
/// What the store holds at the number of this build is committed. A difference is a migration: add it to
/// <see cref="StoreMigrations"/>, raise the version of a report whose rows or states changed, and let CRM_UPDATE=1 write the file.
/// </summary>
public sealed class StoreSchemaTests
{
    private const string File = "tests/Crm.Api.Tests/Hosting/StoreSchema.txt";

    private const string Lines = """
        select line from (select table_schema || '.' || table_name || ' ' || column_name || ' ' || udt_name
            || case is_nullable when 'NO' then ' not null' else '' end as line
        from information_schema.columns where table_schema in ('crm', 'crm_events', 'wolverine')
        union all select indexdef from pg_indexes where schemaname in ('crm', 'crm_events', 'wolverine')) as lines
        order by line collate "C"
        """;

    [Fact]
    public async Task A_change_of_tables_or_shapes_is_a_migration_with_a_number_of_its_own()
    {
        var path = Path.Combine(Repository.Root, File);
        var (now, then) = (await Now(), System.IO.File.Exists(path) ? await Read(path) : "");
        if (now == then)
            return;
        var number = then.Split('\n')[0];
        number.Should().NotBe(now.Split('\n')[0], "the schema differs from {0}, so a migration is missing", File);
        if (Environment.GetEnvironmentVariable("CRM_UPDATE") == "1")
            await System.IO.File.WriteAllTextAsync(path, now, TestContext.Current.CancellationToken);
        now.Should().Be(await Read(path), "CRM_UPDATE=1 writes {0}", File);
    }

    private static Task<string> Read(string path) =>
        System.IO.File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static async Task<string> Now()
    {
        var text = new StringBuilder().Append("number ").Append(StoreMigrations.Number).Append('\n');
        text.Append("deals ").Append(DealModel.ShapeWith(new DealCards())).Append('\n');
        foreach (var report in ReportRegistry.Names.Select(name => ReportRegistry.Make(name)))
            text.Append(report.Shard).Append(' ').Append(report.ShapeDigest).Append('\n');
        await using var connection = new NpgsqlConnection(await CrmApp.PreparedDatabase());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(Lines, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            text.Append(reader.GetString(0)).Append('\n');
        return text.ToString();
    }
}
