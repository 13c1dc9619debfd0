using System.IO.Pipelines;

namespace Crm.Api.Bodies;

/// <summary>
/// A body built from existing segments. Its length is known before the first byte is sent, so an error until then
/// leaves no partial body. A page of fifty deals is never copied into one buffer, which would end up in the large
/// object heap.
/// </summary>
public sealed class SegmentedBody(int expected)
{
    private readonly List<ReadOnlyMemory<byte>> all = new(expected);

    public int Length { get; private set; }

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Segments => all;

    public void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty)
            return;
        all.Add(piece);
        Length += piece.Length;
    }

    /// <summary>The present end, for <see cref="Cut"/>.</summary>
    public (int Segments, int Length) Mark => (all.Count, Length);

    /// <summary>Removes everything after a mark.</summary>
    public void Cut((int Segments, int Length) mark)
    {
        all.RemoveRange(mark.Segments, all.Count - mark.Segments);
        Length = mark.Length;
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

    /// <summary>
    /// Copies into the server's own buffers: each is requested and returned once, regardless of the number of segments.
    /// </summary>
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
