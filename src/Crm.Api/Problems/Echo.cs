namespace Crm.Api.Problems;

/// <summary>
/// Limits what a problem document repeats of its request: a client cannot make the server send long texts of its choice.
/// </summary>
public static class Echo
{
    /// <summary>Maximum number of characters.</summary>
    public const int Most = 200;

    public static string? CutOrNull(string? text) => text is null ? null : Cut(text);

    /// <summary>The text, or its beginning with an ellipsis; no character is split.</summary>
    public static string Cut(string text, int most = Most)
    {
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    /// <summary>
    /// A sentence of ours with what it quotes from the request cut: accepted values are listed whole, since a refusal
    /// that ends in the middle of its list does not say what to send.
    /// </summary>
    public static string CutQuotations(string sentence)
    {
        var (first, last) = (sentence.IndexOf('\''), sentence.LastIndexOf('\''));
        return last - first <= Most
            ? sentence
            : sentence[..(first + 1)] + Cut(sentence[(first + 1)..last]) + sentence[last..];
    }
}
