using System.Diagnostics;
using Crm.Api.Configuration;
using Crm.Api.Startup;
using Crm.Projections.EventStore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>Two builds on one store: each has a number, and the store says which it admits.</summary>
public sealed class StoreVersionTests
{
    private const string Newer = "update crm.store_version set number = 99";
    private const string Closed = "update crm.store_version set number = 99, lowest = 98";
    private const string Unnumbered = "drop table crm.store_version";
    private const string Lower = "update crm.store_version set number = 1";
    private const string Equal = "select 1";

    /// <summary>The host as it was built beside these tests.</summary>
    private static readonly string Host = Path.Combine(
        Repository.Root,
        "src/Crm.Api/bin",
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!,
        "net10.0/Crm.Api.dll"
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_migration_raises_the_number_by_one_and_removes_only_what_the_release_before_needs_no_more()
    {
        StoreMigrations
            .All.Select(migration => migration.Number)
            .Should()
            .Equal(Enumerable.Range(1, StoreMigrations.Number));
        StoreMigrations
            .All.Should()
            .NotContain(migration => migration.Removes != null && migration.Removes.Admits >= migration.Number);
    }

    [Fact]
    public async Task A_store_names_the_number_of_the_newest_build_and_the_lowest_that_it_admits() =>
        (await Sql.Read(await Database(), "select number || ' ' || lowest from crm.store_version"))
            .Should()
            .Be($"{StoreMigrations.Number} 1");

    [Fact]
    public async Task A_host_that_the_store_does_not_admit_refuses_to_start_in_one_line()
    {
        var database = await Database(Closed);

        var fault = await FluentActions.Awaiting(() => CrmApp.Start(database)).Should().ThrowAsync<StartupException>();

        fault
            .Which.Message.Should()
            .Be(
                $"The database admits builds from number 98, and this build has {StoreMigrations.Number}: start a newer build."
            );
    }

    [Theory]
    [InlineData("run")]
    [InlineData("keys list")]
    [InlineData("db-apply")]
    public async Task No_verb_of_a_build_that_is_not_admitted_touches_the_store(string line)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Crm", await Database(Closed))])
            .Build();

        await FluentActions
            .Awaiting(() =>
                Startup.Database.Prepare(
                    configuration,
                    new HostingEnvironment { EnvironmentName = Environments.Development },
                    HostSwitches.Take(line.Split(' ')),
                    new StartProgress(TextWriter.Null),
                    Ct
                )
            )
            .Should()
            .ThrowAsync<StartupException>()
            .WithMessage("The database admits builds from number 98*");
    }

    [Fact]
    public async Task A_store_that_is_older_than_the_build_needs_is_migrated_in_Development()
    {
        var database = await Database(Unnumbered);
        await using (await CrmApp.Start(database)) { }

        (await Sql.Read(database, "select number from crm.store_version")).Should().Be($"{StoreMigrations.Number}");
    }

    [Fact]
    public async Task A_store_that_is_older_than_the_build_needs_names_the_command_elsewhere()
    {
        var database = await Database(Unnumbered);

        var fault = await FluentActions
            .Awaiting(() => CrmApp.InProduction(database))
            .Should()
            .ThrowAsync<StartupException>();

        fault
            .Which.Message.Should()
            .Be(
                $"The database has the number 1, and this build needs {StoreMigrations.Number}: run `db-apply` of this build first."
            );
    }

    [Fact]
    public async Task An_admitted_older_build_works_and_changes_nothing_back()
    {
        const string marks = """
            select (select count(*) from crm_events.mt_events) || ' ' || (select data->>'value' from crm.mt_doc_host_secret
                where id = 'deal-model') || ' ' || (select count(*) from information_schema.columns where table_schema like 'crm%'
                or table_schema = 'wolverine') || ' ' || (select count(*) from pg_indexes)
                || ' ' || (select number || ' ' || lowest from crm.store_version)
            """;
        var database = await Database(
            Newer,
            "update crm.mt_doc_host_secret set data = jsonb_set(data, '{value}', '\"newer\"') where id = 'deal-model'",
            "update crm.mt_doc_role set data = jsonb_set(data, '{state,permissions}', '[\"deals.read\"]')",
            "alter table crm.mt_doc_deal add column newer int",
            "drop index crm.deal_updated",
            "alter table wolverine.wolverine_nodes add column newer int"
        );
        var before = await Sql.Read(database, marks);

        await using (var older = await CrmApp.Start(database))
        {
            (await Sql.Read(database, marks)).Should().Be(before);
            (await (await older.As()).Post("/deals", new { title = "Идёт" })).Must(201);
        }
    }

    [Theory]
    [InlineData(Equal)]
    [InlineData(Lower)]
    [InlineData(Unnumbered)]
    public async Task Development_drops_no_table_column_or_index_whether_it_is_newer_or_no_longer_used(string number)
    {
        const string tables = "table_schema in ('crm', 'crm_events', 'wolverine') and table_type = 'BASE TABLE'";
        const string kept = """
            select (select count(*) from information_schema.columns where column_name = 'of_another_build') || ' '
                || (select count(*) from pg_indexes where indexname like 'of_another_build%') || ' '
                || (select count(*) from pg_tables where tablename = 'of_another_build')
            """;
        var database = await Database(
            number,
            "create table crm.of_another_build (id int)",
            "create table crm_events.of_another_build (id int)",
            "create table wolverine.of_another_build (id int)",
            $"""
            do $$ declare one record; begin
                for one in select table_schema, table_name from information_schema.tables where {tables} loop
                    execute format('alter table %I.%I add column of_another_build int', one.table_schema, one.table_name);
                    execute format('create index of_another_build_%s on %I.%I (of_another_build)', one.table_name, one.table_schema,
                        one.table_name);
                end loop;
            end $$
            """
        );
        var before = await Sql.Read(database, kept);
        int.Parse(before.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture).Should().BeGreaterThan(50);

        await using (var app = await CrmApp.Start(database))
        {
            var api = await app.As();
            (await api.Post("/deals", new { title = "Идёт" })).Must(201);
            var rebuilt = await api.Ended(await api.Post("/projections/sales-funnel/rebuild"));
            ((string?)rebuilt["state"]).Should().Be("succeeded", rebuilt.Text);
        }

        (await Sql.Read(database, kept)).Should().Be(before);
    }

    [Theory]
    [InlineData(Lower)]
    [InlineData(Unnumbered)]
    public async Task Development_adds_what_the_tables_of_messages_lack(string number)
    {
        const string lacking = """
            select (select count(*) from information_schema.columns where table_schema = 'wolverine' and column_name = 'capabilities')
                || ' ' || (select count(*) from pg_indexes where indexname = 'idx_wolverine_dead_letters_expires')
                || ' ' || (select count(*) from pg_tables where tablename = 'wolverine_agent_restrictions')
            """;
        var database = await Database(
            number,
            "alter table wolverine.wolverine_nodes drop column capabilities",
            "drop index wolverine.idx_wolverine_dead_letters_expires",
            "drop table wolverine.wolverine_agent_restrictions"
        );
        (await Sql.Read(database, lacking)).Should().Be("0 0 0");

        await using (await CrmApp.Start(database)) { }

        (await Sql.Read(database, lacking)).Should().Be("1 1 1");
    }

    [Fact]
    public async Task A_contracting_migration_raises_the_lowest_number_once_and_an_expanding_one_does_not()
    {
        StoreMigration[] migrations =
        [
            new(98, "adds"),
            new(99, "removes") { Removes = new(97, "alter table crm.mt_doc_deal drop column of_old") },
        ];
        await using var connection = new NpgsqlConnection(
            await Database("alter table crm.mt_doc_deal add column of_old int")
        );
        await connection.OpenAsync(Ct);

        await StoreVersion.Record(connection, 98, Ct);
        await StoreVersion.Contract(connection, migrations[..1], Ct);
        var expanded = await StoreVersion.Read(connection, Ct);
        await StoreVersion.Record(connection, 99, Ct);
        await StoreVersion.Contract(connection, migrations, Ct);
        await StoreVersion.Contract(connection, migrations, Ct);
        await StoreVersion.Record(connection, 98, Ct);

        expanded.Should().Be(new StoreVersion(98, 1));
        (await StoreVersion.Read(connection, Ct)).Should().Be(new StoreVersion(99, 97));
    }

    [Fact]
    public async Task Each_contracting_migration_runs_also_when_it_admits_no_higher_number_than_the_one_before()
    {
        const string left =
            "select count(*) from information_schema.columns where column_name in ('of_old', 'of_older')";
        StoreMigration[] migrations =
        [
            new(98, "removes") { Removes = new(97, "alter table crm.mt_doc_deal drop column of_older") },
            new(99, "removes more") { Removes = new(97, "alter table crm.mt_doc_deal drop column of_old") },
        ];
        var database = await Database("alter table crm.mt_doc_deal add column of_old int, add column of_older int");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Ct);

        await StoreVersion.Contract(connection, migrations[..1], Ct);
        var afterTheFirst = await Sql.Read(database, left);
        await StoreVersion.Contract(connection, migrations, Ct);

        (afterTheFirst, await Sql.Read(database, left)).Should().Be(("1", "0"));
        (await StoreVersion.Read(connection, Ct)).Lowest.Should().Be(97);
    }

    public static TheoryData<string, string, int> Commanded =>
        new()
        {
            { Unnumbered, "Successfully", StoreMigrations.Number },
            { Lower, "Successfully", StoreMigrations.Number },
            { Newer, "nothing to apply", 99 },
        };

    [Theory]
    [MemberData(nameof(Commanded))]
    public async Task The_command_migrates_an_older_store_and_leaves_a_newer_one(string change, string said, int number)
    {
        const string kept = """
            select (select count(*) from information_schema.columns where column_name = 'of_another_build') || ' '
                || (select count(*) from pg_indexes where indexname = 'of_another_build')
            """;
        var database = await Database(
            change,
            "drop index crm.deal_updated",
            "alter table crm_events.mt_events add column of_another_build int",
            "alter table crm.mt_doc_deal add column of_another_build int",
            "alter table wolverine.wolverine_nodes add column of_another_build int",
            "create index of_another_build on wolverine.wolverine_nodes (of_another_build)"
        );
        var (code, output) = await RunHost("db-apply", database);

        code.Should().Be(0, output);
        output.Should().Contain(said);
        (await Sql.Read(database, "select number from crm.store_version")).Should().Be($"{number}");
        (await Sql.Read(database, kept)).Should().Be("3 1");
    }

    [Fact]
    public async Task The_command_waits_for_a_host_that_is_changing_the_schema()
    {
        const string waiting = """
            select count(*) from pg_locks where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database())
            """;
        var database = await Database(Lower);
        Task<(int Code, string Output)> command;
        await using (var host = new NpgsqlConnection(database))
        {
            await host.OpenAsync(Ct);
            await using var take = new NpgsqlCommand(
                "select pg_advisory_lock(hashtextextended('crm: schema', 0))",
                host
            );
            await take.ExecuteNonQueryAsync(Ct);
            command = RunHost("db-apply", database);
            await Polling.Until(async () => command.IsCompleted || await Sql.Read(database, waiting) == "1");

            command.IsCompleted.Should().BeFalse();
            (await Sql.Read(database, "select number from crm.store_version")).Should().Be("1");
            await using var give = new NpgsqlCommand("select pg_advisory_unlock_all()", host);
            await give.ExecuteNonQueryAsync(Ct);
        }

        var (code, output) = await command;
        code.Should().Be(0, output);
        (await Sql.Read(database, "select number from crm.store_version")).Should().Be($"{StoreMigrations.Number}");
    }

    private static async Task<string> Database(params string[] changes)
    {
        var database = await CrmApp.PreparedDatabase();
        foreach (var change in changes)
            await Sql.Execute(database, change);
        return database;
    }

    private static async Task<(int Code, string Output)> RunHost(string verb, string database)
    {
        var start = new ProcessStartInfo("dotnet", [Host, verb])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = Environments.Development,
                ["ASPNETCORE_ENVIRONMENT"] = Environments.Development,
                ["ConnectionStrings__Crm"] = database,
            },
        };
        using var host = Process.Start(start)!;
        var (output, error) = (host.StandardOutput.ReadToEndAsync(Ct), host.StandardError.ReadToEndAsync(Ct));
        await host.WaitForExitAsync(Ct);
        return (host.ExitCode, await output + await error);
    }

    private sealed class HostingEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
    }
}
