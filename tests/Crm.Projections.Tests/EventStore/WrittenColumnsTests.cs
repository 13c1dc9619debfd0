using Crm.Projections.ReadModels;

namespace Crm.Projections.Tests.EventStore;

/// <summary>The columns that our statements write are compared with those of the store, in every table that they write.</summary>
public sealed class WrittenColumnsTests : IAsyncLifetime
{
    private readonly TestStore store = new();

    public ValueTask InitializeAsync() => store.InitializeAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_missing_column_is_named_whatever_table_it_is_of()
    {
        (await Difference()).Should().BeNull();
        WrittenColumns.TableNames.Should().HaveCountGreaterThan(12);
        foreach (var table in WrittenColumns.TableNames)
        {
            var column = await Scalar(
                "select column_name from information_schema.columns where table_schema || '.' || table_name = "
                    + $"'{table}' and is_nullable = 'NO' order by ordinal_position limit 1"
            );
            await store.Execute($"alter table {table} rename column {column} to renamed");
            (await Difference()).Should().Be($"{table}: column {column} is missing");
            await store.Execute($"alter table {table} rename column renamed to {column}");
        }
    }

    private Task<string?> Difference() =>
        WrittenColumns.FindDifference(store.Database, TestContext.Current.CancellationToken);

    private async Task<string> Scalar(string sql)
    {
        await using var command = store.Database.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
