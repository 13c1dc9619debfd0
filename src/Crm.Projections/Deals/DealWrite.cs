using Crm.Domain.Kernel;
using Crm.Projections.Idempotency;
using Marten;
using Npgsql;

namespace Crm.Projections.Deals;

/// <summary>
/// What a command on a deal ends with, the commit included, as one batch and one round trip: the facts, the deal's row, its words, the kept
/// answer. The store writes the same rows by itself for whoever works without this, in two trips; a test holds both to the same (ADR 3).
/// </summary>
/// <param name="Before">The version of the stream's last fact; 0 for a deal that is opened.</param>
/// <param name="After">The deal with the facts folded in.</param>
public sealed record DealWrite(
    DealDocument After,
    long Before,
    IReadOnlyList<Fact> Facts,
    DateTimeOffset RecordedAt,
    FactOrigin Origin
)
{
    /// <summary>The store's name of a deal's stream.</summary>
    private const string Stream = "deal_document";

    public IdempotentAnswer? Answer { get; init; }
    public CreationDigest? Digest { get; init; }

    /// <param name="connection">With an open transaction; on one without, the batch is a transaction by itself.</param>
    /// <param name="commit">Ends the open transaction.</param>
    /// <returns>The position of the last fact; 0 without any.</returns>
    public async Task<long> Execute(NpgsqlConnection connection, ISerializer json, bool commit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (Facts.Count > 0)
        {
            batch.BatchCommands.Add(FactRows.Of(json, After.Id, Stream, Before, Facts, RecordedAt, Origin));
            batch.BatchCommands.Add(DealRow.Of(json, After, Before + Facts.Count, opened: Before == 0));
        }

        if (DealWords.Of(After.Id, Facts) is { } words)
            batch.BatchCommands.Add(words);
        if (Participants.Of(Facts) is { } participants)
            batch.BatchCommands.Add(participants);
        if (Answer is not null)
            batch.BatchCommands.Add(AnswerRow.Of(json, Answer, replacing: Before > 0));
        if (Digest is not null)
            batch.BatchCommands.Add(AnswerRow.Of(json, Digest));
        if (commit)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        if (batch.BatchCommands.Count == 0)
            return 0;
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var position = 0L;
        while (await reader.ReadAsync(ct))
            position = reader.GetInt64(0);
        // To its end: what a later statement complains about comes with its own turn.
        while (await reader.NextResultAsync(ct)) { }
        return position;
    }
}
