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
            || case is_nullable when 'NO' then ' not null' else '' end
            || case when column_default is not null or is_generated = 'ALWAYS' or is_identity = 'YES' then ' default' else '' end as line
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
        SchemaChange.Faults(then, now).Should().BeEmpty("builds of the number before work on the same store");
        if (Environment.GetEnvironmentVariable("CRM_UPDATE") == "1")
            await System.IO.File.WriteAllTextAsync(path, now, TestContext.Current.CancellationToken);
        now.Should().Be(await Read(path), "CRM_UPDATE=1 writes {0}", File);
    }

    [Theory]
    [InlineData(
        "sales-funnel:All 2f",
        "sales-funnel:All 3a",
        "sales-funnel:All has another shape under the same version"
    )]
    [InlineData("sales-funnel:All 2f", "sales-funnel:V2:All 3a", null)]
    [InlineData("", "crm.deal color text not null", "crm.deal color must be given")]
    [InlineData("", "crm.deal color text not null default", null)]
    [InlineData("", "crm.deal color text", null)]
    [InlineData("", "crm.colors color text not null", null)]
    [InlineData("crm.deal color text", "crm.deal color text not null", "crm.deal color must be given")]
    [InlineData("crm.deal color text not null", "crm.deal color text", null)]
    [InlineData("crm.deal color text not null default", "crm.deal color text not null", "crm.deal color must be given")]
    [InlineData("crm.deal color text not null", "", "crm.deal color must be given in earlier stores, and is not")]
    [InlineData("crm.deal color text", "", null)]
    [InlineData("crm.colors color text not null", "", null)]
    [InlineData("crm.deal color text", "crm.deal color int4", "crm.deal color has another type")]
    public void A_change_that_the_build_before_cannot_work_with_is_refused_at_any_number(
        string before,
        string after,
        string? fault
    )
    {
        const string always =
            "deals 1f\nCREATE INDEX deal_id ON crm.deal USING btree (id)\ncrm.deal id uuid not null\n";

        SchemaChange
            .Faults($"number 4\n{always}{before}\n", $"number 5\n{always}{after}\n")
            .Should()
            .Equal(fault is null ? [] : [fault]);
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
