using System.Net;
using System.Net.Sockets;

namespace Crm.Bench.Http;

/// <summary>
/// One keep-alive HTTP/1.1 connection on a blocking socket: a send and a receive per request, no event loop, no allocation.
/// </summary>
internal sealed class Connection(IPEndPoint server) : IDisposable
{
    private readonly ResponseReader _reader = new();
    private Socket? _socket;

    /// <summary>Returns when the whole body has arrived. The answer's body is valid until the next call.</summary>
    public Answer Send(ReadOnlySpan<byte> request)
    {
        try
        {
            _socket ??= Open(server);
            _socket.Send(request);
            var answer = _reader.Read(_socket);
            if (answer.Closing)
                Drop();
            return answer;
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            Drop();
            return Answer.Broken(e.Message);
        }
    }

    public void Dispose() => Drop();

    private static Socket Open(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = 30_000,
        };
        socket.Connect(server);
        return socket;
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
