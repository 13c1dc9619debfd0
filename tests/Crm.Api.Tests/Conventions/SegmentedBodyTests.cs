using System.IO.Pipelines;
using Crm.Api.Bodies;
using CsCheck;

namespace Crm.Api.Tests.Conventions;

/// <summary>A body in segments of any lengths: it is read as their concatenation, with the announced length.</summary>
public sealed class SegmentedBodyTests
{
    // Around the block size of the server: no block may be left half filled or overwritten.
    private static readonly Gen<byte[][]> Bodies = Gen.OneOf(Gen.Int[0, 20], Gen.Int[4090, 4100], Gen.Int[8190, 12300])
        .SelectMany(n => Gen.Byte.Array[n])
        .Array[0, 12];

    [Fact]
    public async Task What_is_read_is_what_was_written() =>
        await Bodies.SampleAsync(
            async given =>
            {
                var (body, pipe) = (new SegmentedBody(1), new Pipe(new PipeOptions(pauseWriterThreshold: 0)));
                foreach (var piece in given)
                    body.Add(piece);

                body.CopyTo(pipe.Writer);
                await pipe.Writer.CompleteAsync();
                using var sent = new MemoryStream();
                await pipe.Reader.CopyToAsync(sent);

                var whole = given.SelectMany(x => x).ToArray();
                body.Length.Should().Be(whole.Length);
                body.ToArray().Should().Equal(whole);
                sent.ToArray().Should().Equal(whole);
            },
            iter: 200
        );
}
