using System.IO.Pipelines;

namespace Crm.Api.Bodies;

/// <summary>
/// A body as pieces of what exists already. Its length is known before its first byte is sent, whatever was refused until then left no
/// half a body, and a page of fifty deals is never laid out as a whole: it would be longer than the heap of small objects takes.
/// </summary>
public sealed class SegmentedBody(int expected)
{
    private readonly List<ReadOnlyMemory<byte>> all = new(expected);

    public int Length { get; private set; }

    public void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
            return;
        all.Add(piece);
        Length += piece.Length;
    }

    public byte[] ToArray()
    {
        var (whole, at) = (new byte[Length], 0);
        foreach (var piece in all)
        {
            piece.Span.CopyTo(whole.AsSpan(at));
            at += piece.Length;
        }

        return whole;
    }

    /// <summary>Into the server's own blocks: each is asked for and handed back once, whatever number of pieces it takes.</summary>
    public void CopyTo(PipeWriter writer)
    {
        var used = 0;
        var room = writer.GetSpan();
        foreach (var piece in all)
            for (var rest = piece.Span; !rest.IsEmpty; )
            {
                if (used == room.Length)
                {
                    writer.Advance(used);
                    used = 0;
                    room = writer.GetSpan();
                }

                var fits = Math.Min(rest.Length, room.Length - used);
                rest[..fits].CopyTo(room[used..]);
                rest = rest[fits..];
                used += fits;
            }

        writer.Advance(used);
    }
}
