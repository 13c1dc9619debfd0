using System.Text;
using QRCoder;

namespace Crm.Api.Printing;

/// <summary>A QR code as horizontal runs of dark squares, without a quiet zone: the layout leaves white space around it.</summary>
/// <param name="Size">The number of squares in a row and in a column.</param>
/// <param name="Dark">Row, first column and length of each run.</param>
internal sealed record QrModules(int Size, IReadOnlyList<(int Row, int Column, int Length)> Dark)
{
    /// <summary>The width of the quiet zone that QRCoder adds on each side.</summary>
    private const int QuietZone = 4;

    public static QrModules Encode(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Encoding.UTF8.GetBytes(text), QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var size = rows.Count - 2 * QuietZone;
        List<(int, int, int)> dark = [];
        for (var row = 0; row < size; row++)
        for (var column = 0; column < size; column++)
        {
            var first = column;
            while (column < size && rows[row + QuietZone][column + QuietZone])
                column++;
            if (column > first)
                dark.Add((row, first, column - first));
        }

        return new QrModules(size, dark);
    }
}
