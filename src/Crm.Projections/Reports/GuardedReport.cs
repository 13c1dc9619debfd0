using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.Events.Subscriptions;
using Marten;
using Microsoft.Extensions.Logging;

namespace Crm.Projections.Reports;

/// <summary>Registers a report with an execution that stops at events of unknown types.</summary>
internal sealed class GuardedReport(IDealReport report)
    : ProjectionWrapper<IDocumentOperations, IQuerySession>(report, ProjectionLifecycle.Async),
        ISubscriptionFactory<IDocumentOperations, IQuerySession>
{
    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store,
        IEventDatabase database,
        ILoggerFactory loggerFactory,
        ShardName shardName
    ) => Build(store, database, loggerFactory.CreateLogger<GuardedReport>(), shardName);

    ISubscriptionExecution ISubscriptionFactory<IDocumentOperations, IQuerySession>.BuildExecution(
        IEventStore<IDocumentOperations, IQuerySession> store,
        IEventDatabase database,
        ILogger logger,
        ShardName shardName
    ) => Build(store, database, logger, shardName);

    private GuardedExecution Build(
        IEventStore<IDocumentOperations, IQuerySession> store,
        IEventDatabase database,
        ILogger logger,
        ShardName shard
    ) => new(shard, Options, store, database, report, logger);
}
