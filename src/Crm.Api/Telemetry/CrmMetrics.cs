using System.Diagnostics.Metrics;

namespace Crm.Api.Telemetry;

/// <summary>The product's own meter, <c>Crm</c>. Without a listener an instrument costs one comparison.</summary>
public sealed class CrmMetrics
{
    public const string MeterName = "Crm";

    private readonly Counter<long> commands;
    private readonly Gauge<long> reportLag;
    private readonly Gauge<long> queueDepth;

    public CrmMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        commands = meter.CreateCounter<long>("crm.commands", "{command}", "Commands by type and outcome.");
        reportLag = meter.CreateGauge<long>("crm.projection.lag", "{event}", "Events that a report has not seen yet.");
        queueDepth = meter.CreateGauge<long>(
            "crm.queue.depth",
            "{message}",
            "Messages of the durable queues by state."
        );
    }

    /// <summary>Counts a handled command.</summary>
    /// <param name="type">The command's name, from a small set: never an id or user input.</param>
    /// <param name="outcome">Its outcome, such as accepted or refused.</param>
    public void CommandExecuted(string type, string outcome) =>
        commands.Add(1, new("type", type), new("outcome", outcome));

    internal void ReportLag(string report, long events) =>
        reportLag.Record(events, new KeyValuePair<string, object?>("report", report));

    internal void QueueDepth(string state, long messages) =>
        queueDepth.Record(messages, new KeyValuePair<string, object?>("state", state));
}
