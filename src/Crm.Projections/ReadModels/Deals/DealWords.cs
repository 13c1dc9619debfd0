using Crm.Domain.Deals.Lifecycle;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// What the text search looks at, by part of a deal, written in the transaction of its event. Apart from the deal's own row: there its
/// index would be written anew by every command, though hardly one changes a word (ADR 45).
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
                ]
        )
            IncludeType(domainEvent);
        Options.DeleteDataInTableOnTeardown(Qualified);
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // Of one deal and part the last of this transaction counts: a statement may not write one row twice.
        var words = new Dictionary<(Guid, string), string>();
        foreach (var e in events)
        foreach (var (part, text) in Of((DomainEvent)e.Data))
            words[(e.StreamId, part)] = text;
        Write(operations, words);
        return Task.CompletedTask;
    }

    /// <summary>All parts of deals as they stand: for a store whose words were kept elsewhere.</summary>
    public static void Write(IDocumentOperations operations, IEnumerable<DealDocument> deals) =>
        Write(
            operations,
            deals
                .SelectMany(x =>
                    Parts(x.State.Number, x.State.Title, x.State.Interest, x.State.Comment, x.State.ExternalRefs)
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

    /// <summary>The words of one deal's new events as a statement; null where none changes a word.</summary>
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
