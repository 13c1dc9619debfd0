using System.Buffers.Text;
using System.Text;

namespace Crm.Bench.Http;

/// <summary>The few headers that a load generator needs; the others are skipped.</summary>
internal readonly record struct ResponseHead(int Status, int ContentLength, bool Chunked, bool Closing, long Position)
{
    public static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new FormatException("not an HTTP/1.1 answer");

        var (length, chunked, closing, position) = (0, false, false, 0L);
        for (var rest = Next(head); rest.Length > 0; rest = Next(rest))
        {
            if (Value(rest, "Content-Length:"u8, out var value))
                length = (int)Number(value);
            else if (Value(rest, "Crm-Position:"u8, out value))
                position = Number(value);
            else if (Value(rest, "Transfer-Encoding:"u8, out value))
                chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Value(rest, "Connection:"u8, out value))
                closing = Ascii.EqualsIgnoreCase(value, "close"u8);
        }

        return new ResponseHead(status, length, chunked, closing, position);
    }

    private static long Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out long number, out _)
            ? number
            : throw new FormatException("a header that should be a number");

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text) => text[(text.IndexOf("\r\n"u8) + 2)..];

    private static bool Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        value = line[name.Length..line.IndexOf("\r\n"u8)].Trim((byte)' ');
        return true;
    }
}
