using System.Diagnostics.Metrics;
using Crm.Api.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Crm.Api.Tests.Telemetry;

/// <summary>A host with a collector, after a probe, a command and a sample of the metrics.</summary>
public sealed class ExportingHost : IAsyncLifetime
{
    /// <summary>A marker in a statement, unlike anything in other tests of this process, whose spans are collected too.</summary>
    public static readonly string Typed = $"Тайна {Guid.NewGuid()}";

    private CrmApp app = null!;

    internal Collector Collector { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Collector = await Collector.Start();
        app = await CrmApp.Start(
            settings:
            [
                (TelemetrySetup.EndpointSetting, Collector.Address),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ]
        );
        (await app.Anonymous().Get("/health/ready")).Must(200);
        (await (await app.As()).PostOnce("/deals", new { title = Typed })).Must(201);
        await Polling.Until(() =>
        {
            app.Host.Services.GetRequiredService<MeterProvider>().ForceFlush();
            app.Host.Services.GetRequiredService<TracerProvider>().ForceFlush();
            return Task.FromResult(
                Collector.HasReceived("/v1/metrics", "crm.queue.depth")
                    && Collector.HasReceived("/v1/traces", "Microsoft.AspNetCore")
            );
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

/// <summary>Metrics and traces leave by OTLP when an endpoint is set.</summary>
public sealed class TelemetryExportTests(ExportingHost host) : IClassFixture<ExportingHost>
{
    [Theory]
    [InlineData("/v1/metrics", "crm.commands")]
    [InlineData("/v1/metrics", "openDeal")]
    [InlineData("/v1/metrics", "accepted")]
    [InlineData("/v1/metrics", "crm.projection.lag")]
    [InlineData("/v1/metrics", "sales-funnel")]
    [InlineData("/v1/metrics", "crm.queue.depth")]
    [InlineData("/v1/metrics", "http.server.request.duration")]
    [InlineData("/v1/metrics", "Npgsql")]
    [InlineData("/v1/metrics", "Marten")]
    [InlineData("/v1/metrics", "Wolverine:crm")]
    [InlineData("/v1/traces", "Npgsql")]
    [InlineData("/v1/traces", "Microsoft.AspNetCore")]
    public void A_collector_receives(string path, string name) =>
        host.Collector.HasReceived(path, name).Should().BeTrue("{0} is in {1}", name, path);

    [Fact]
    public void A_collector_receives_neither_probes_nor_user_input()
    {
        host.Collector.HasReceived("/v1/traces", "/health").Should().BeFalse();
        host.Collector.HasReceived("/v1/traces", ExportingHost.Typed).Should().BeFalse();
        host.Collector.HasReceived("/v1/metrics", ExportingHost.Typed).Should().BeFalse();
    }
}

/// <summary>The product's own instruments, and a host without a collector.</summary>
[Collection(HostCollection.Name)]
public sealed class TelemetryTests(TestHost host)
{
    [Fact]
    public void Without_an_endpoint_nothing_exports_and_nothing_samples()
    {
        var services = host.App.Host.Services;

        services.GetService<MeterProvider>().Should().BeNull();
        services.GetService<TracerProvider>().Should().BeNull();
        services.GetServices<IHostedService>().Should().NotContain(service => service is MetricsSampler);
    }

    [Fact]
    public void A_command_is_counted_by_type_and_outcome()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<CrmMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<CrmMetrics>();
        var meters = services.GetRequiredService<IMeterFactory>();
        List<(long, object?, object?)> counted = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, found) =>
        {
            if (instrument.Name == "crm.commands" && instrument.Meter.Scope == meters)
                found.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
                counted.Add((count, byName["type"], byName["outcome"]));
            }
        );
        listener.Start();

        metrics.CommandExecuted("openDeal", "accepted");
        metrics.CommandExecuted("openDeal", "refused");

        counted.Should().Equal((1, "openDeal", "accepted"), (1, "openDeal", "refused"));
    }
}
