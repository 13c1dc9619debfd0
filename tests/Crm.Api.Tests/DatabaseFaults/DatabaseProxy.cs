using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
    private volatile byte[][] markers = [];

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

    /// <summary>
    /// A connection that has sent these texts, in this order, brings no answer to the last one and none after it. The last one still
    /// reaches the server.
    /// </summary>
    public void LoseAnswerTo(params string[] texts) => markers = [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Breaks every connection; what was held back is lost.</summary>
    public void Cut()
    {
        markers = [];
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
        var seen = 0;
        var isMute = false;
        await Task.WhenAny(Pump(client, server, Sent), Pump(server, client, _ => isMute));
        client.Close();

        bool Sent(ReadOnlySpan<byte> part)
        {
            // One text a part: the first part of a transaction names its isolation level, READ COMMITTED.
            if (seen < markers.Length && part.IndexOf(markers[seen]) >= 0)
                isMute = ++seen == markers.Length;
            return false;
        }
    }

    /// <param name="isWithheld">Whether what was received is not forwarded; asked for each part.</param>
    private async Task Pump(TcpClient from, TcpClient to, Withhold isWithheld)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, stop.Token) is > 0 and var read)
            {
                await flowing.Task.WaitAsync(stop.Token);
                if (!isWithheld(buffer.AsSpan(0, read)))
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

    private delegate bool Withhold(ReadOnlySpan<byte> received);
}
