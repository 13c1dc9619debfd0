namespace Crm.Domain.Kernel;

/// <summary>A text in the two languages of the product.</summary>
public sealed record Localized(string Ru, string En)
{
    /// <summary>The text in a language: <c>ru</c> or, for anything else, English.</summary>
    public string In(string language) => language == "ru" ? Ru : En;
}
