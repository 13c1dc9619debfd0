using System.Globalization;

namespace Crm.Api.Bodies;

/// <summary>A file that is the body of a request, read whole and never beyond what is allowed, whatever length it claims to have.</summary>
public static class WholeFile
{
    /// <param name="most">The largest that is read, in bytes.</param>
    /// <param name="tooLarge">Code of the refusal of a larger one (413).</param>
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
