using System.Buffers.Text;
using System.Net.Sockets;

namespace Crm.Bench.Http;

/// <summary>
/// Reads one response: status line, headers, then a body by Content-Length or in chunks. The buffer grows once and is kept.
/// </summary>
internal sealed class ResponseReader
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    public Answer Read(Socket socket)
    {
        _filled = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            Fill(socket);

        var head = ResponseHead.Parse(_buffer.AsSpan(0, end + 2));
        var start = end + 4;
        var length = head.Chunked ? ReadChunks(socket, start) : ReadCounted(socket, start, head.ContentLength);
        return new Answer(head.Status, _buffer.AsSpan(start, length), head.Position, head.Closing);
    }

    private int ReadCounted(Socket socket, int start, int length)
    {
        while (_filled < start + length)
            Fill(socket);
        return length;
    }

    /// <summary>Joins the chunks, so that the body is contiguous.</summary>
    private int ReadChunks(Socket socket, int start)
    {
        var (at, written) = (start, start);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(at, _filled - at).IndexOf("\r\n"u8)) < 0)
                Fill(socket);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, line), out int size, out _, 'x'))
                throw new FormatException("a chunk without a size");
            at += line + 2;
            while (_filled < at + size + 2)
                Fill(socket);
            if (size == 0)
                return written - start;
            _buffer.AsSpan(at, size).CopyTo(_buffer.AsSpan(written));
            (at, written) = (at + size + 2, written + size);
        }
    }

    private void Fill(Socket socket)
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = socket.Receive(_buffer.AsSpan(_filled));
        if (read == 0)
            throw new IOException("the host closed the connection");
        _filled += read;
    }
}
