using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Interactions;
using Crm.Projections.ReadModels.Reminders;
using Crm.Projections.ReadModels.Tasks;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>New events of one deal, and the deal after them.</summary>
/// <param name="Before">Version of the stream before the events; 0 for a new deal.</param>
public sealed record DealEvents(DealDocument After, long Before, IReadOnlyList<DomainEvent> Events)
{
    /// <summary>Marten's type name of a deal stream.</summary>
    internal const string Stream = "deal_document";
}

/// <summary>What writing rows needs: the serializer of the store and the renderer of deal cards.</summary>
public sealed record RowWriter(ISerializer Json, IDealCards Cards);

/// <summary>Events of a stream that Marten's session writes, with the read models of its kind.</summary>
public sealed record StreamEvents(LockedStream Stream, IReadOnlyList<DomainEvent> Events)
{
    /// <summary>The row of a new stream is inserted before any event gets a sequence number.</summary>
    internal bool IsNew => Stream is { Version: 0, BeginsWithCommand: false };
}

/// <summary>
/// The writes of a command as one batch and one round trip, including the commit where nothing follows. Everything that
/// can fail or wait comes first (stored answer, digest, shared rows, new streams), then the events, which draw sequence
/// numbers, and the read models of the deals (ADR 3). Marten writes the same rows for a session that appends to a deal;
/// a test compares both.
/// </summary>
public sealed record CommandWrite(IReadOnlyList<DealEvents> Deals, EventStamp Stamp)
{
    /// <summary>Inline projections of deal events whose rows are written here and not by Marten.</summary>
    public static IReadOnlyList<Type> InlineProjections { get; } =
    [
        typeof(DealProjection),
        typeof(DealWords),
        typeof(Participants),
        typeof(RecordedInteractions),
        typeof(StageTaskRows),
        typeof(ReminderWakes),
    ];

    public IdempotentAnswer? Answer { get; init; }
    public CreationDigest? Digest { get; init; }
    public StoredContent? Content { get; init; }

    /// <summary>Statement lines whose candidates are refreshed without an event.</summary>
    public IReadOnlyList<StatementLineDocument> Refreshed { get; init; } = [];

    /// <summary>Written by Marten's session, after the deals and in the same transaction.</summary>
    public IReadOnlyList<StreamEvents> Others { get; init; } = [];

    /// <summary>
    /// An expired answer may still be stored under the key; it is replaced. Without the lock of a stream the key must
    /// be new.
    /// </summary>
    public bool ReplacesAnswer { get; init; }

    /// <param name="connection">With an open transaction; without one, the batch is its own transaction.</param>
    /// <param name="commit">Commits the open transaction.</param>
    /// <returns>Position of the last event of the deals; 0 without any.</returns>
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
            // Read to the end: an error of a later statement is raised only when its result is reached.
        } while (await reader.NextResultAsync(ct));
        return position;
    }

    private void AddReservations(NpgsqlBatchCommandCollection commands, ISerializer json)
    {
        if (Answer is not null)
            commands.Add(AnswerRow.Of(json, Answer, ReplacesAnswer));
        if (Digest is not null)
            commands.Add(AnswerRow.Of(json, Digest));
        foreach (var line in Refreshed)
            commands.Add(StatementLineRow.Of(json, line));
        if (Content is not null)
            commands.Add(ContentTable.Insert(Content));
        if (Participants.Of(Deals) is { } participants)
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
        if (RecordedInteractions.Of(deal, Stamp.RecordedAt) is { } interactions)
            commands.Add(interactions);
        if (StageTaskRows.Of(deal) is { } tasks)
            commands.Add(tasks);
        if (deal.Before > 0 && ReminderWakes.Of(id, deal.Events) is { } wakes)
            commands.Add(wakes);
    }
}
