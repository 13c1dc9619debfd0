using Crm.Domain.Catalog;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>A code of a catalogue, as it was typed.</summary>
public sealed record CatalogCode(string Code, Guid Id);

/// <summary>
/// The codes of products, sources and lost reasons, by which they are found without case. The key is the code without case; a code that
/// differs from an earlier one in case only, as catalogues of before have them, has a key with a suffix.
/// </summary>
public sealed class CatalogCodes : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.catalog_code";
    public const string Products = "product";
    public const string Sources = "source";
    public const string LostReasons = "lost_reason";

    private const string InsertSql =
        $"insert into {Qualified} (catalog, key, fold, look, code, id) "
        + "select x.catalog, case when x.nth = 1 and not exists "
        + $"(select from {Qualified} o where o.catalog = x.catalog and o.key = x.fold) then x.fold "
        + "else x.fold || '\u001F' || x.id end, x.fold, x.look, x.code, x.id "
        + "from (select *, row_number() over (partition by catalog, fold order by id) as nth from unnest(";

    private const string As = ") as u(catalog, fold, look, code, id)) x on conflict do nothing";

    public CatalogCodes()
    {
        Name = "catalog-codes";
        IncludeType<ProductAdded>();
        IncludeType<ProductRecoded>();
        IncludeType<SourceAdded>();
        IncludeType<LostReasonAdded>();
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        Dictionary<(string Catalog, Guid Id), string> added = [];
        List<Guid> recoded = [];
        foreach (var e in events)
            if (Coded(e.Data) is var (catalog, code))
            {
                if (e.Data is ProductRecoded)
                    recoded.Add(e.StreamId);
                if (code is null)
                    added.Remove((catalog, e.StreamId));
                else
                    added[(catalog, e.StreamId)] = code;
            }

        if (recoded.Count > 0)
            operations.QueueSqlCommand(
                $"delete from {Qualified} where catalog = ? and id = any(?::uuid[])",
                Products,
                recoded.ToArray()
            );
        if (added.Count > 0)
            operations.QueueSqlCommand(
                $"{InsertSql}?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[]{As}",
                added.Select(one => one.Key.Catalog).ToArray(),
                added.Select(one => Codes.Fold(one.Value)).ToArray(),
                added.Select(one => Codes.Look(one.Value)).ToArray(),
                added.Select(one => one.Value).ToArray(),
                added.Select(one => one.Key.Id).ToArray()
            );
        return Task.CompletedTask;
    }

    private static (string Catalog, string? Code)? Coded(object domainEvent) =>
        domainEvent switch
        {
            ProductAdded f => (Products, f.Product.Code),
            ProductRecoded f => (Products, f.Code),
            SourceAdded f => (Sources, f.Source.Code),
            LostReasonAdded f => (LostReasons, f.Reason.Code),
            _ => null,
        };

    /// <summary>Adds codes that an earlier build wrote.</summary>
    internal static NpgsqlBatchCommand Insert(string catalog, IReadOnlyList<CatalogCode> codes) =>
        new($"{InsertSql}$1, $2, $3, $4, $5{As}")
        {
            Parameters =
            {
                Texts(codes.Select(_ => catalog)),
                Texts(codes.Select(one => Codes.Fold(one.Code))),
                Texts(codes.Select(one => Codes.Look(one.Code))),
                Texts(codes.Select(one => one.Code)),
                new() { Value = codes.Select(one => one.Id).ToArray() },
            },
        };

    /// <summary>The codes of a catalogue that are one of these without case.</summary>
    public static NpgsqlCommand Find(string catalog, IEnumerable<string> codes)
    {
        var command = new NpgsqlCommand(
            $"select code, id from {Qualified} where catalog = $1 and fold = any($2) order by code"
        );
        command.Parameters.AddWithValue(catalog);
        command.Parameters.Add(Texts(codes.Select(Codes.Fold).Distinct()));
        return command;
    }

    /// <summary>The codes of a catalogue that look like one of these.</summary>
    public static NpgsqlCommand FindAlike(string catalog, IEnumerable<string> codes)
    {
        var command = new NpgsqlCommand(
            $"select code, id from {Qualified} where catalog = $1 and look = any($2) order by code"
        );
        command.Parameters.AddWithValue(catalog);
        command.Parameters.Add(Texts(codes.Select(Codes.Look).Distinct()));
        return command;
    }

    public static async Task<List<CatalogCode>> Read(System.Data.Common.DbDataReader reader, CancellationToken ct)
    {
        List<CatalogCode> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetGuid(1)));
        return found;
    }

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "catalog_code", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("catalog", "text").AsPrimaryKey();
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("fold", "text").NotNull();
        table.AddColumn("look", "text").NotNull();
        table.AddColumn("code", "text").NotNull();
        table.AddColumn<Guid>("id").NotNull();
        table.Indexes.Add(new IndexDefinition("catalog_code_fold") { Columns = ["catalog", "fold"] });
        table.Indexes.Add(new IndexDefinition("catalog_code_look") { Columns = ["catalog", "look"] });
        table.Indexes.Add(new IndexDefinition("catalog_code_id") { Columns = ["catalog", "id"] });
        return table;
    }

    private static NpgsqlParameter Texts(IEnumerable<string> texts) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = texts.ToArray() };
}
