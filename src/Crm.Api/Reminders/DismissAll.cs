using Crm.Domain.Reminders;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Reminders;
using Wolverine;

namespace Crm.Api.Reminders;

/// <summary>What was dismissed.</summary>
/// <param name="Dismissed">Reminders whose firings were dismissed.</param>
/// <param name="More"><c>true</c>: more than 200 were due; the same request dismisses the next ones.</param>
public sealed record DismissedAnswer(int Dismissed, bool More);

/// <summary>POST /reminders/dismiss-all.</summary>
public static class DismissAllEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/reminders/dismiss-all", Post)
            .Operation(
                new("dismissReminders")
                {
                    Permission = Permissions.RemindersWrite,
                    Tag = "Reminders",
                    Summary = "Dismiss all due reminders",
                    Description =
                        "Dismisses what the caller's due reminders show, at most 200 at once and the oldest first; snoozed ones stay.",
                    Refusals = [],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<DismissedAnswer>();

    private static async Task<IResult> Post(HttpContext http, IMessageBus bus, DueFeed feed)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        var due = Caller.Of(http).User is { } user
            ? await feed.Oldest(user.Value, DueFeed.Most + 1, http.RequestAborted)
            : [];
        return await bus.Answer(
            http,
            new DismissAllCommand([.. due.Take(DueFeed.Most)], due.Count > DueFeed.Most, http.CommandRequest(body))
        );
    }
}

/// <summary>Dismisses the firings of several reminders, all or none.</summary>
/// <param name="More">More are due than these.</param>
public sealed record DismissAllCommand(IReadOnlyList<Guid> Reminders, bool More, CommandRequest Request)
    : CommandMessage(Request);

/// <inheritdoc cref="DismissAllCommand"/>
public static class DismissAllCommandHandler
{
    public static Task<CommandOutcome> Handle(
        DismissAllCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new DismissAllPlan(command, contexts), ct);
}

/// <summary>The result of dismissing several reminders.</summary>
public sealed record DismissedAll(IReadOnlyList<DomainEvent> Events, CompanyCommandContext Context, bool More)
    : CommandResult(Events, Context);

/// <inheritdoc cref="DismissedAll"/>
public sealed class DismissedAllRenderer : AnswerRenderer<DismissedAll>
{
    protected override ValueTask<StoredAnswer> Render(DismissedAll result, Viewer viewer, CancellationToken ct) =>
        new(StoredAnswer.Create(viewer, 200, new DismissedAnswer(result.Events.Count, result.More)));
}

/// <summary>Locks all the reminders, in the order of their ids as all commands do.</summary>
public sealed class DismissAllPlan : CommandPlan
{
    private readonly DismissAllCommand command;
    private readonly LockedStream<ReminderDocument>[] streams;

    public DismissAllPlan(DismissAllCommand command, CommandContexts contexts)
        : base(command.Request)
    {
        this.command = command;
        streams = [.. command.Reminders.Select(id => new LockedStream<ReminderDocument>(id))];
        Streams = new() { Others = streams };
        Context = contexts.Create(command.Request);
    }

    public override LockedStreams Streams { get; }

    public override CompanyCommandContext Context { get; }

    public override long Version => 0;

    public override string NotFoundCode => "reminder.not_found";

    public override CommandOutcome.NotFound? Find() => null;

    /// <summary>One that was snoozed or dismissed meanwhile is left as it is.</summary>
    public override CommandDecision Decide() =>
        new([
            .. streams
                .Where(stream => stream.Document?.State.Firing is not null)
                .Select(stream => new StreamDecision(
                    stream,
                    new DismissReminder(Series: false).Decide(stream.Document!.State, Context.Now)
                )),
        ]);

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
        new DismissedAll([.. decisions.SelectMany(one => one.Events)], Context, command.More);
}
