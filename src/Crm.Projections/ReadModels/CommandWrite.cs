using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.Deals;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>The events of one deal, and the deal with them folded in.</summary>
/// <param name="Before">The version of the stream's last event; 0 for a deal that is opened.</param>
public sealed record DealEvents(DealDocument After, long Before, IReadOnlyList<DomainEvent> Events)
{
    /// <summary>The store's name of a deal's stream.</summary>
    internal const string Stream = "deal_document";
}

/// <summary>How rows are written: the serializer of the store, and what renders the cards of deals.</summary>
public sealed record RowWriter(ISerializer Json, IDealCards Cards);

/// <summary>Events for a stream that a session of the store writes, with the read models of its kind.</summary>
public sealed record StreamEvents(LockedStream Stream, IReadOnlyList<DomainEvent> Events)
{
    /// <summary>The row of a new stream is reserved before any event is numbered.</summary>
    internal bool IsNew => Stream is { Version: 0, BeginsWithCommand: false };
}

/// <summary>
/// What a command ends with, as one batch and one round trip, the commit included where nothing follows. First everything that can fail
/// or wait - the stored answer, the digest, rows that are shared, new streams - then the events, which draw sequence numbers, and the read
/// models of the deals (ADR 3). The store writes the same rows by itself for a session that appends to a deal; a test compares both.
/// </summary>
public sealed record CommandWrite(IReadOnlyList<DealEvents> Deals, EventStamp Stamp)
{
    /// <summary>The inline projections of deal events whose rows are written here.</summary>
    public static IReadOnlyList<Type> InlineProjections { get; } =
    [typeof(DealProjection), typeof(DealWords), typeof(Participants)];

    public IdempotentAnswer? Answer { get; init; }
    public CreationDigest? Digest { get; init; }
    public StoredContent? Content { get; init; }

    /// <summary>Written by a session of the store, after the deals and in the same transaction.</summary>
    public IReadOnlyList<StreamEvents> Others { get; init; } = [];

    /// <summary>An expired answer may still lie under the key: it is replaced. Without the lock of a stream the key must be new.</summary>
    public bool ReplacesAnswer { get; init; }

    /// <param name="connection">With an open transaction; on one without, the batch is a transaction by itself.</param>
    /// <param name="commit">Ends the open transaction.</param>
    /// <returns>The position of the last event of the deals; 0 without any.</returns>
    public async Task<long> Execute(NpgsqlConnection connection, RowWriter rows, bool commit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddReservations(batch.BatchCommands, rows.Json);
        foreach (var deal in Deals.Where(deal => deal.Events.Count > 0))
            AddEvents(batch.BatchCommands, rows, deal);
        if (commit)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        if (batch.BatchCommands.Count == 0)
            return 0;
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var position = 0L;
        do
        {
            while (await reader.ReadAsync(ct))
                position = reader.GetInt64(0);
            // To its end: the fault of a later statement is raised when its result is reached.
        } while (await reader.NextResultAsync(ct));
        return position;
    }

    private void AddReservations(NpgsqlBatchCommandCollection commands, ISerializer json)
    {
        if (Answer is not null)
            commands.Add(AnswerRow.Of(json, Answer, ReplacesAnswer));
        if (Digest is not null)
            commands.Add(AnswerRow.Of(json, Digest));
        if (Content is not null)
            commands.Add(ContentTable.Insert(Content));
        if (Participants.Of([.. Deals.SelectMany(deal => deal.Events)]) is { } participants)
            commands.Add(participants);
        foreach (var (stream, _) in Others.Where(other => other.IsNew))
            commands.Add(EventAppender.BeginStream(stream.Id, stream.StreamType, 0));
        foreach (var deal in Deals.Where(deal => deal.Before == 0))
            commands.Add(EventAppender.BeginStream(deal.After.Id, DealEvents.Stream, deal.Events.Count));
    }

    private void AddEvents(NpgsqlBatchCommandCollection commands, RowWriter rows, DealEvents deal)
    {
        var (id, version) = (deal.After.Id, deal.Before + deal.Events.Count);
        if (deal.Before > 0)
            commands.Add(EventAppender.ContinueStream(id, DealEvents.Stream, version));
        commands.Add(EventAppender.Events(rows.Json, id, deal.Before, deal.Events, Stamp));
        commands.Add(DealRow.Of(rows, deal.After, version, opened: deal.Before == 0));
        if (DealWords.Of(id, deal.Events) is { } words)
            commands.Add(words);
    }
}
