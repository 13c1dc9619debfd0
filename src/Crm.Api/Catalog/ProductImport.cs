using Crm.Api.Csv;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Catalog;

/// <summary>Judges a file of products row by row, against the products as they stand under their locks.</summary>
internal sealed class ProductImport(
    CsvTable table,
    bool perItem,
    bool costs,
    ImmutableArray<decimal> rates,
    Currency baseCurrency
)
{
    private readonly Dictionary<Guid, ProductDocument> byId = [];
    private readonly ProductsByCode byCode = new();
    private ILookup<string, string> alike = Array.Empty<string>().ToLookup(code => code);

    /// <summary>The language of the warnings.</summary>
    public string Language { get; init; } = "en";

    public async Task<Guid[]> Streams(IDocumentSession session)
    {
        await Load(session);
        return [.. byId.Keys];
    }

    public async Task<Import> Decide(IDocumentSession session, CommandContext context)
    {
        await Load(session);
        var import = new Import(table, perItem);
        await LoadAlike(session);
        Dictionary<string, CsvRow> seen = new(StringComparer.Ordinal);
        foreach (var row in import.HeadersWrong ? [] : table.Rows)
        {
            var (known, cells) = (Known(row), new ProductRow(row, costs, baseCurrency));
            if (row[ProductFile.Id] is not null && known is null)
                cells.Wrong(ProductFile.Id, "product.not_found", "the id of a product; leave it empty to add one");
            var wanted = cells.Of(
                known?.State ?? new Product(default, null, "", null, null, null, null),
                isNew: known is null
            );
            if (
                row[ProductFile.Id] is null
                && row[ProductFile.Code] is { } typed
                && byCode.Ambiguous(typed) is { } twins
            )
                cells.Wrong(ProductFile.Code, "code.ambiguous", Phrase.Data(twins));
            else if (wanted.Code is { } code && code != known?.State.Code && IsTaken(code, known))
                cells.Wrong(ProductFile.Code, "product.taken", "a code that no other product has");
            else if (Earlier(seen, row, known, wanted) is { } first)
            {
                if (row.IsEqual(first, ProductFile.Columns))
                {
                    import.Unchanged();
                    continue;
                }

                cells.Faults.Add(row.Twice(first, row[ProductFile.Code] is null ? ProductFile.Id : ProductFile.Code));
            }

            var decision = known is null
                ? Added(wanted)
                : new ChangeProduct(wanted, rates).Decide(known.State, context);
            foreach (var fault in decision.Refused?.Faults ?? [])
                cells.Wrong(fault);
            foreach (var fault in cells.Faults)
                import.Faulty(fault);
            if (cells.Faults.Count > 0)
                continue;
            if (wanted.Code is { } given && given != known?.State.Code && LooksLike(given) is { Length: > 0 } others)
                import.Warn(LookAlikes.Of($"/{row.Line}/{ProductFile.Code.Name}", others));
            if (decision.Events.IsEmpty)
                import.Unchanged();
            else
                Append(session, context, row.Line, import, known, wanted, decision);
        }

        return import;
    }

    /// <summary>Found by its id, else by its code.</summary>
    private ProductDocument? Known(CsvRow row) =>
        row[ProductFile.Id] is { } id
            ? Guid.TryParseExact(id, "D", out var known)
                ? byId.GetValueOrDefault(known)
                : null
            : row[ProductFile.Code] is { } code
                ? byCode.Find(code) is { } found
                    ? byId[found.Id.Value]
                    : null
                : null;

    private bool IsTaken(string code, ProductDocument? known) =>
        byCode.All(code).Any(other => other.Id.Value != known?.Id);

    /// <summary>The row before that is about the same product; null: none.</summary>
    private static CsvRow? Earlier(Dictionary<string, CsvRow> seen, CsvRow row, ProductDocument? known, Product wanted)
    {
        string?[] keys = [known?.Id.ToString(), wanted.Code is { } code ? "code:" + Codes.Fold(code) : null];
        var first = keys.OfType<string>()
            .Select(key => seen.GetValueOrDefault(key))
            .FirstOrDefault(one => one is not null);
        foreach (var key in keys.OfType<string>())
            seen.TryAdd(key, row);
        return first;
    }

    /// <summary>Other codes, of the catalogue or of the file, that look like this one in another alphabet.</summary>
    private string[] LooksLike(string code) =>
        [.. alike[Codes.Look(code)].Where(other => Codes.Fold(other) != Codes.Fold(code)).Distinct().Take(5)];

    private async Task LoadAlike(IDocumentSession session)
    {
        string[] codes = [.. table.Rows.Select(row => row[ProductFile.Code]).OfType<string>()];
        await using var command = CatalogCodes.FindAlike(CatalogCodes.Products, codes);
        await using var reader = await session.ExecuteReaderAsync(command, CancellationToken.None);
        var found = await CatalogCodes.Read(reader, CancellationToken.None);
        alike = found.Select(one => one.Code).Concat(codes).ToLookup(Codes.Look, StringComparer.Ordinal);
    }

    private Decision Added(Product wanted) =>
        wanted.Faults(rates).ToArray() is { Length: > 0 } faults
            ? Rejection.Invalid(faults)
            : Decision.Accept(new ProductAdded(wanted));

    private void Append(
        IDocumentSession session,
        CommandContext context,
        int line,
        Import import,
        ProductDocument? known,
        Product wanted,
        Decision decision
    )
    {
        if (known is null)
        {
            var named = CodeStream.Of("product", wanted.Code!);
            wanted = wanted with { Id = new(byId.ContainsKey(named) ? context.NewId() : named) };
            session.Events.StartStream<ProductDocument>(
                wanted.Id.Value,
                RequestStore.Recorded(session, new ProductAdded(wanted) { HappenedAt = context.Now }, context.Now)
            );
        }
        else
        {
            session.Events.Append(
                known.Id,
                decision.Events.Select(x => (object)RequestStore.Recorded(session, x, context.Now)).ToArray()
            );
        }

        var (before, after) = (
            known is null ? null : ProductFile.Cells(known.State, "en", costs),
            ProductFile.Cells(wanted, "en", costs)
        );
        import.Did(
            line,
            known is null,
            wanted.Code ?? wanted.Id.ToString(),
            ProductFile
                .Columns.Select((x, i) => new ImportChange(x.Name, before?[i], after[i]))
                .Where(x => x.Before != x.After && x.Column != ProductFile.Id.Name)
        );
    }

    /// <summary>What the rows name, and whatever has a code or the place of a code that they name. One query.</summary>
    private async Task Load(IDocumentSession session)
    {
        byId.Clear();
        byCode.Clear();
        var codes = table
            .Rows.Select(x => x[ProductFile.Code])
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var ids = table
            .Rows.Select(x => Guid.TryParseExact(x[ProductFile.Id], "D", out var id) ? id : (Guid?)null)
            .OfType<Guid>()
            .Concat(codes.Select(x => CodeStream.Of("product", x)))
            .Distinct()
            .ToArray();
        foreach (var found in await ProductsOfFile.Load(session, ids, codes, CancellationToken.None))
        {
            byId[found.Id] = found;
            byCode.Add(found.State);
        }
    }
}
