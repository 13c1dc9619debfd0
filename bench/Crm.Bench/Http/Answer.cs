using System.Text;

namespace Crm.Bench.Http;

/// <summary>A response that has been read completely. Status 0: the connection failed; the body has the reason.</summary>
internal readonly ref struct Answer(int status, ReadOnlySpan<byte> body, long position, bool closing)
{
    public int Status { get; } = status;

    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>Crm-Position, 0 where the answer had none.</summary>
    public long Position { get; } = position;

    public bool Closing { get; } = closing;

    public bool IsSuccess => Status is >= 200 and < 300;

    public static Answer Broken(string why) => new(0, Encoding.UTF8.GetBytes(why), 0, closing: true);

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Body[..Math.Min(Body.Length, 400)])}";
}
