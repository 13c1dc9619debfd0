using System.Buffers.Binary;
using System.IO.Compression;
using Crm.Api.Printing;
using CsCheck;
using UglyToad.PdfPig;

namespace Crm.Api.Tests.Printing;

/// <summary>
/// Logos and signatures: every picture that is accepted can be printed, and a damaged one is refused without an exception.
/// </summary>
public sealed class PictureTests
{
    public static Picture Logo() => Picture.Read(Png(4, 2, 6, 8))!;

    [Theory]
    [
        InlineData(0, 1),
        InlineData(0, 2),
        InlineData(0, 4),
        InlineData(0, 8),
        InlineData(0, 16),
        InlineData(2, 8),
        InlineData(2, 16),
        InlineData(3, 1),
        InlineData(3, 2),
        InlineData(3, 4),
        InlineData(3, 8),
        InlineData(4, 8),
        InlineData(4, 16),
        InlineData(6, 8),
        InlineData(6, 16)
    ]
    public void Every_sort_of_PNG_is_read_and_printed(int type, int depth)
    {
        var picture = Picture.Read(Png(5, 3, type, depth))!;
        (picture.MediaType, picture.Width, picture.Height).Should().Be(("image/png", 5, 3));
        using var document = PdfDocument.Open(
            Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("А"))), "ru", picture, picture)
        );
        document
            .GetPage(1)
            .GetImages()
            .Select(x => (x.WidthInSamples, x.HeightInSamples))
            .Should()
            .Equal((5, 3), (5, 3));
    }

    [Fact]
    public void Samples_round_trip_unchanged()
    {
        var file = Png(2, 2, 6, 8, filter: 4, sample: i => (byte)(i * 7));
        var (colour, opacity) = PngDecoder.Decode(file)!.Value;
        colour.Should().Equal(0, 7, 14, 28, 35, 42, 56, 63, 70, 84, 91, 98);
        opacity.Should().Equal(21, 49, 77, 105);
    }

    [Fact]
    public void A_JPEG_goes_into_the_file_as_it_is()
    {
        var jpeg = Jpeg(7, 5, 3);
        var picture = Picture.Read(jpeg)!;
        (picture.MediaType, picture.Width, picture.Height).Should().Be(("image/jpeg", 7, 5));
        Prints
            .Pdf(Prints.Issued(Prints.Content(Prints.Line("А"))), "ru", picture)
            .AsSpan()
            .IndexOf(jpeg)
            .Should()
            .BePositive();
        Picture.Read(Jpeg(7, 5, 4)).Should().BeNull("CMYK is not supported");
    }

    [Fact]
    public void What_cannot_be_printed_is_not_taken()
    {
        var good = Png(5, 3, 2, 8);
        Picture.Read(good[..^30]).Should().BeNull("the last lines are missing");
        Picture.Read(Png(2001, 1, 0, 8)).Should().BeNull("too wide");
        Picture.Read(Png(5, 3, 2, 8, interlaced: true)).Should().BeNull();
        Picture.Read(Png(5, 3, 3, 8, palette: 1, sample: _ => 200)).Should().BeNull("a colour that the palette lacks");
        Picture.Read([]).Should().BeNull();
        Picture.Read("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()).Should().BeNull();
        var huge = (byte[])good.Clone();
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), int.MaxValue);
        Picture.Read(huge).Should().BeNull("a size that no memory holds");
    }

    [Fact]
    public void Rows_beyond_the_announced_height_are_not_inflated()
    {
        var file = Png(2000, 5000, 0, 8, sample: _ => 0);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Picture.Read(file)!.Height.Should().Be(10);
        (GC.GetAllocatedBytesForCurrentThread() - before)
            .Should()
            .BeLessThan(2_000_000, "all rows have ten million bytes");
    }

    [Fact]
    public void Damage_is_seen_and_never_thrown() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[8, 90], Gen.Byte, Gen.Int[0, 40])
            .Sample(
                (kind, at, value, cut) =>
                {
                    var bytes =
                        kind == 3
                            ? Jpeg(9, 9, 3)
                            : Png(
                                9,
                                9,
                                kind == 0 ? 6
                                    : kind == 1 ? 3
                                    : 0,
                                8
                            );
                    bytes[Math.Min(at, bytes.Length - 1)] = value;
                    if (Picture.Read(bytes[..^Math.Min(cut, bytes.Length - 1)]) is { } taken)
                        Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("А"))), "ru", taken).Should().NotBeEmpty();
                },
                iter: new Cases(Few: 100, Full: 300).Count,
                threads: 1
            );

    public static byte[] Png(
        int width,
        int height,
        int type,
        int depth,
        int filter = 0,
        bool interlaced = false,
        int palette = 256,
        Func<int, byte>? sample = null
    )
    {
        var channels = type switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            _ => 4,
        };
        var (stride, step) = ((width * channels * depth + 7) / 8, Math.Max(1, channels * depth / 8));
        using var raw = new MemoryStream();
        byte[] above = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            var line = Enumerable.Range(y * stride, stride).Select(sample ?? (i => (byte)(i * 31))).ToArray();
            raw.WriteByte((byte)filter);
            for (var i = 0; i < stride; i++)
                raw.WriteByte(
                    (byte)(
                        filter == 4
                            ? line[i] - Paeth(i >= step ? line[i - step] : 0, above[i], i >= step ? above[i - step] : 0)
                            : line[i]
                    )
                );
            above = line;
        }

        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(raw.ToArray());
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = ((byte)depth, (byte)type, (byte)(interlaced ? 1 : 0));
        return
        [
            0x89,
            (byte)'P',
            (byte)'N',
            (byte)'G',
            13,
            10,
            26,
            10,
            .. Chunk("IHDR", head),
            .. type == 3 ? Chunk("PLTE", [.. Enumerable.Range(0, palette * 3).Select(x => (byte)x)]) : [],
            .. type == 3 ? Chunk("tRNS", [0, 128]) : [],
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner,
            a = Math.Abs(guess - left),
            b = Math.Abs(guess - up),
            c = Math.Abs(guess - corner);
        return a <= b && a <= c ? left
            : b <= c ? up
            : corner;
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. System.Text.Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
    }

    /// <summary>A JPEG with headers and almost no samples: nothing here decodes them.</summary>
    private static byte[] Jpeg(int width, int height, byte channels) =>
        [
            0xFF,
            0xD8,
            0xFF,
            0xE0,
            0,
            16,
            (byte)'J',
            (byte)'F',
            (byte)'I',
            (byte)'F',
            0,
            1,
            1,
            0,
            0,
            1,
            0,
            1,
            0,
            0,
            0xFF,
            0xC0,
            0,
            17,
            8,
            0,
            (byte)height,
            0,
            (byte)width,
            channels,
            1,
            0x11,
            0,
            2,
            0x11,
            0,
            3,
            0x11,
            0,
            0xFF,
            0xDA,
            0,
            12,
            3,
            1,
            0,
            2,
            0x11,
            3,
            0x11,
            0,
            63,
            0,
            1,
            2,
            3,
            0xFF,
            0xD9,
        ];
}
