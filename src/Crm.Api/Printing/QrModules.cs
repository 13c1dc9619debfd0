using System.Text;
using QRCoder;

namespace Crm.Api.Printing;

/// <summary>A QR code as runs of dark squares. No quiet zone: paper around it is white.</summary>
/// <param name="Size">Squares each way.</param>
/// <param name="Dark">Row, first column and number of dark squares side by side.</param>
internal sealed record QrModules(int Size, IReadOnlyList<(int Row, int Column, int Length)> Dark)
{
    private const int QuietZone = 4;

    public static QrModules Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Encoding.UTF8.GetBytes(text), QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var size = rows.Count - 2 * QuietZone;
        List<(int, int, int)> dark = [];
        for (var r = 0; r < size; r++)
        for (var c = 0; c < size; c++)
        {
            var from = c;
            while (c < size && rows[r + QuietZone][c + QuietZone])
                c++;
            if (c > from)
                dark.Add((r, from, c - from));
        }

        return new QrModules(size, dark);
    }
}
