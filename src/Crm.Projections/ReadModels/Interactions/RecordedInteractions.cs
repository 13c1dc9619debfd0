using System.Globalization;
using System.Text.Json;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Interactions;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace Crm.Projections.ReadModels.Interactions;

/// <summary>
/// The documents of interactions that are recorded on a deal and have no stream of their own, written in the transaction of the deal's
/// event. One that exists is left as it is: its own stream writes it.
/// </summary>
public sealed class RecordedInteractions : ProjectionBase, IProjection
{
    /// <summary>Columns with their types and their values as text.</summary>
    private static readonly (string Name, string Type, Func<InteractionDocument, string?> Value)[] Columns =
    [
        ("id", "uuid", x => x.Id.ToString()),
        ("data", "jsonb", x => JsonSerializer.Serialize(x, StoreFormat.Json)),
        ("status", "varchar", x => x.Status),
        ("kind", "varchar", x => x.Kind),
        ("direction", "varchar", x => x.Direction),
        ("occurred_at", "timestamptz", x => ValueText.Of(x.OccurredAt)),
        ("deal_id", "uuid", x => x.DealId?.ToString()),
        ("client_id", "uuid", x => x.ClientId?.ToString()),
        ("author_id", "uuid", x => x.AuthorId?.ToString()),
        ("colleague_ids", "uuid[]", x => $"{{{string.Join(',', x.ColleagueIds)}}}"),
        ("awaits_review", "boolean", x => x.AwaitsReview ? "true" : "false"),
        ("review_after", "timestamptz", x => x.ReviewAfter is { } after ? ValueText.Of(after) : null),
        ("words", "text", x => x.Words),
    ];

    private static readonly string Names = string.Join(", ", Columns.Select(column => column.Name));

    public RecordedInteractions()
    {
        Name = "recorded-interactions";
        IncludeType<InteractionRecorded>();
    }

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        Write(
            operations,
            [
                .. events
                    .Where(e => e.Data is InteractionRecorded)
                    .Select(e => Document(new(e.StreamId), (InteractionRecorded)e.Data, e.Timestamp)),
            ]
        );
        return Task.CompletedTask;
    }

    /// <summary>Writes those of an earlier build, which have no documents.</summary>
    public static void Write(IDocumentOperations operations, IReadOnlyList<InteractionDocument> documents)
    {
        if (documents.Count > 0)
            operations.QueueSqlCommand(Sql(_ => "?"), [.. Values(documents)]);
    }

    public static InteractionDocument Document(DealId deal, InteractionRecorded recorded, DateTimeOffset recordedAt) =>
        new()
        {
            Id = recorded.Interaction.Value,
            State = Interaction.RecordedOn(deal, recorded),
            RecordedAt = recordedAt,
            UpdatedAt = recordedAt,
            Version = 1,
        };

    /// <summary>A statement for one deal's new events; null when none records an interaction.</summary>
    internal static NpgsqlBatchCommand? Of(DealEvents deal, DateTimeOffset recordedAt)
    {
        InteractionDocument[] documents =
        [
            .. deal
                .Events.OfType<InteractionRecorded>()
                .Select(recorded => Document(new(deal.After.Id), recorded, recordedAt)),
        ];
        if (documents.Length == 0)
            return null;
        var command = new NpgsqlBatchCommand(Sql(place => string.Create(CultureInfo.InvariantCulture, $"${place}")));
        foreach (var values in Values(documents))
            command.Parameters.Add(new() { Value = values });
        return command;
    }

    /// <param name="placeholder">The placeholder of a parameter, counted from 1.</param>
    private static string Sql(Func<int, string> placeholder) =>
        $"insert into {StoreTables.Interactions} ({Names}, {StoreColumns.Document}) select "
        + string.Join(", ", Columns.Select(column => $"x.{column.Name}::{column.Type}"))
        + $", 0, '{typeof(InteractionDocument).FullName}', transaction_timestamp() from unnest("
        + string.Join(", ", Columns.Select((_, i) => placeholder(i + 1) + "::text[]"))
        + $") as x({Names}) on conflict (id) do nothing";

    private static IEnumerable<string?[]> Values(IReadOnlyList<InteractionDocument> documents) =>
        Columns.Select(column => documents.Select(column.Value).ToArray());
}
