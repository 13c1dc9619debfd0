using System.Globalization;

namespace Crm.Api.Bodies;

/// <summary>
/// Reads a request body that is a file, completely and never beyond the limit, whatever length the headers state.
/// </summary>
public static class WholeFile
{
    /// <param name="most">Size limit in bytes.</param>
    /// <param name="tooLarge">Problem code for a larger file (413).</param>
    public static async Task<byte[]> Read(HttpContext http, int most, string tooLarge)
    {
        if (http.Request.ContentLength > most)
            throw TooLarge();
        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await Body.Piece(http, piece)) > 0)
        {
            if (buffer.Length + read > most)
                throw TooLarge();
            buffer.Write(piece, 0, read);
        }

        return buffer.ToArray();

        ProblemException TooLarge() =>
            new(413, tooLarge) { DetailArgument = most.ToString(CultureInfo.InvariantCulture) };
    }
}
