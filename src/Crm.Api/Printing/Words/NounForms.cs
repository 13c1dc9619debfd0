namespace Crm.Api.Printing.Words;

/// <summary>The three forms of a Russian noun after a number: один рубль, два рубля, пять рублей.</summary>
internal sealed record NounForms(string One, string Few, string Many)
{
    /// <summary>The form after a number; its last two digits decide.</summary>
    public string After(decimal number) =>
        ((int)(number % 100), (int)(number % 10)) switch
        {
            (>= 11 and <= 14, _) => Many,
            (_, 1) => One,
            (_, 2 or 3 or 4) => Few,
            _ => Many,
        };
}
