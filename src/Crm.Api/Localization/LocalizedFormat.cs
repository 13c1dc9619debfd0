using System.Globalization;

namespace Crm.Api.Localization;

internal static class LocalizedFormat
{
    /// <summary>The text with its placeholders filled in.</summary>
    public static string With(this Localized text, string language, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, text.In(language), values);
}
