using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Words for the text search, by part of a deal, written in the transaction of the event. In a table of its own: in the
/// deal's row, every command would rewrite the index although hardly any changes a word (ADR 45).
/// </summary>
public sealed class DealWords : ProjectionBase, IProjection
{
    public const string Qualified = $"{StoreFormat.Schema}.{TableName}";
    private const string TableName = "deal_word";

    public DealWords()
    {
        Name = "deal-words";
        foreach (
            var domainEvent in (Type[])
                [
                    typeof(DealOpened),
                    typeof(DealRetitled),
                    typeof(InterestChanged),
                    typeof(DealCommentChanged),
                    typeof(ExternalRefsChanged),
                    typeof(ProposalIssued),
                    typeof(OrderPlaced),
                    typeof(InvoiceIssued),
                    typeof(ShipmentMade),
                    typeof(PaymentReceived),
                ]
        )
            IncludeType(domainEvent);
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // Only the last text of a deal and part in this transaction: one upsert must not write a row twice.
        var words = new Dictionary<(Guid, string), string>();
        foreach (var e in events)
        foreach (var (part, text) in Of((DomainEvent)e.Data))
            words[(e.StreamId, part)] = text;
        Write(operations, words);
        return Task.CompletedTask;
    }

    /// <summary>Writes all parts of existing deals, for a store that kept the words elsewhere.</summary>
    public static void Write(IDocumentOperations operations, IEnumerable<DealDocument> deals) =>
        Write(
            operations,
            deals
                .SelectMany(x =>
                    Parts(x.State.Number, x.State.Title, x.State.Interest, x.State.Comment, x.State.ExternalRefs)
                        .Concat(x.State.DocumentNumbers.Select(one => Document(one.Document, one.Number)))
                        .Select(p => KeyValuePair.Create((x.Id, p.Part), p.Words))
                )
                .ToDictionary()
        );

    private static void Write(IDocumentOperations operations, Dictionary<(Guid Deal, string Part), string> words)
    {
        if (words.Count == 0)
            return;
        operations.QueueSqlCommand(
            Sql("?", "?", "?"),
            words.Keys.Select(x => x.Deal).ToArray(),
            words.Keys.Select(x => x.Part).ToArray(),
            words.Values.ToArray()
        );
    }

    /// <summary>A statement that writes the words of one deal's new events; null when none changes a word.</summary>
    internal static NpgsqlBatchCommand? Of(Guid deal, IReadOnlyList<DomainEvent> events)
    {
        Dictionary<string, string>? words = null;
        foreach (var domainEvent in events)
        foreach (var (part, text) in Of(domainEvent))
            (words ??= [])[part] = text;
        return words is null
            ? null
            : new NpgsqlBatchCommand(Sql("$1", "$2", "$3"))
            {
                Parameters =
                {
                    new() { Value = Enumerable.Repeat(deal, words.Count).ToArray() },
                    new() { Value = words.Keys.ToArray() },
                    new() { Value = words.Values.ToArray() },
                },
            };
    }

    private static string Sql(string deals, string parts, string words) =>
        $"insert into {Qualified} (deal, part, words) select * from unnest({deals}::uuid[], "
        + $"{parts}::text[], {words}::text[]) on conflict (deal, part) do update set words = "
        + "excluded.words";

    private static IEnumerable<(string Part, string Words)> Of(DomainEvent domainEvent) =>
        domainEvent switch
        {
            DealOpened f => Parts(f.Number, f.Title, f.Interest, f.Comment, f.ExternalRefs),
            DealRetitled f => [Title(f.Title)],
            InterestChanged f => [Interest(f.Lines)],
            DealCommentChanged f => [Comment(f.Comment)],
            ExternalRefsChanged f => [References(f.Refs)],
            ProposalIssued f => [Document(f.Proposal.Value, f.Number)],
            OrderPlaced f => [Document(f.Order.Value, f.Number)],
            InvoiceIssued f => [Document(f.Invoice.Value, f.Number)],
            ShipmentMade f => [Document(f.Shipment.Value, f.Number)],
            PaymentReceived { Number: { } number } f => [Document(f.Payment.Value, number)],
            _ => [],
        };

    private static IEnumerable<(string Part, string Words)> Parts(
        string number,
        string title,
        ImmutableArray<InterestLine> interest,
        Personal? comment,
        ImmutableArray<ExternalRef> references
    )
    {
        (string Part, string Words)[] all =
        [
            ("number", SearchWords.Of(number)),
            Title(title),
            Interest(interest),
            Comment(comment),
            References(references),
        ];
        return all.Where(x => x.Words.Length > 0);
    }

    private static (string, string) Title(string title) => ("title", SearchWords.Of(title));

    private static (string, string) Interest(ImmutableArray<InterestLine> lines) =>
        ("interest", SearchWords.Of(lines.Select(x => x.Text)));

    private static (string, string) Comment(Personal? comment) => ("comment", SearchWords.Of(comment?.Text));

    /// <summary>A number is found as it is written, and by its last part without leading zeros.</summary>
    private static (string Part, string Words) Document(Guid id, string number) =>
        ($"document:{id}", SearchWords.Of(number, DocumentNumbers.KeysOf(number).LastOrDefault()));

    private static (string, string) References(ImmutableArray<ExternalRef> refs) =>
        ("references", SearchWords.Of(refs.Select(x => x.Id)));

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, TableName, SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("deal").AsPrimaryKey();
        table.AddColumn<string>("part").AsPrimaryKey();
        table.AddColumn<string>("words").NotNull();
        table.Indexes.Add(WordIndex.Of("deal_word_search"));
        return table;
    }
}
