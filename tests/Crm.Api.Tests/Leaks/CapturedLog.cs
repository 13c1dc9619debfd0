using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Crm.Api.Tests.Leaks;

/// <summary>Every line that the host logs at its default levels, with its exception and its scopes.</summary>
public sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> entries = new();
    private IExternalScopeProvider? scopes;

    public IReadOnlyList<string> Lines => [.. entries.Select(x => x.Line)];

    public IReadOnlyList<(LogLevel Level, string Line)> Entries => [.. entries];

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Writer(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var around = "";
            log.scopes?.ForEachScope((x, _) => around += " " + x, 0);
            log.entries.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}{around}"));
        }
    }
}
