using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Crm.Api.Tests.DatabaseFaults;

/// <summary>Stands between a host and its PostgreSQL: it can stop forwarding, as a frozen server or network does, and cut.</summary>
public sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly ConcurrentBag<TcpClient> open = [];
    private readonly CancellationTokenSource stop = new();
    private volatile TaskCompletionSource flowing = Flowing();

    public DatabaseProxy(string connectionString)
    {
        target = new(connectionString);
        listener.Start();
        _ = Accept();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.ConnectionString;
    }

    /// <summary>Leads through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections stay open and are accepted; nothing is forwarded in either direction.</summary>
    public void Freeze() => flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => flowing.TrySetResult();

    /// <summary>Breaks every connection; what was held back is lost.</summary>
    public void Cut()
    {
        while (open.TryTake(out var client))
            client.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Cut();
        stop.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task Serve(TcpClient client)
    {
        open.Add(client);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host!, target.Port, stop.Token);
        open.Add(server);
        await Task.WhenAny(Pump(client, server), Pump(server, client));
        client.Close();
    }

    private async Task Pump(TcpClient from, TcpClient to)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, stop.Token) is > 0 and var read)
            {
                await flowing.Task.WaitAsync(stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stop.Token);
            }
        }
        catch (Exception e)
            when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException
            )
        {
            // Cut or disposed.
        }
    }
}
