using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Domain.Kernel;

/// <summary>
/// What a refusal expected or found: an English text with typed values. The text with <c>{0}</c> in the place of each value is the key of
/// its translation, so a reader of another language gets a sentence in theirs. A literal or an interpolated string becomes a phrase by
/// itself; data, which nobody translates, does so with <see cref="Data(string)"/>. A test reads every phrase out of the compiled code and
/// is red for one without a translation.
/// </summary>
[InterpolatedStringHandler]
public sealed partial class Phrase : IEquatable<Phrase>
{
    private readonly StringBuilder text;
    private readonly List<object> values;

    public Phrase(int literalLength, int formattedCount) =>
        (text, values) = (new(literalLength + 3 * formattedCount), new(formattedCount));

    private Phrase(string text, params IEnumerable<object> values) =>
        (this.text, this.values) = (new(text), [.. values]);

    /// <summary>Nothing beyond what the title of the code says.</summary>
    public static Phrase None { get; } = new("");

    /// <summary>The English text with a placeholder for each value: <c>at most {0} decimals</c>.</summary>
    public string Key => text.ToString();

    /// <summary>
    /// The values of the placeholders: texts, whole numbers, decimals, sums with their currency, days, instants and phrases.
    /// </summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>The codes that it is made of; empty when it is something else.</summary>
    public ImmutableArray<string> Codes { get; private init; } = [];

    /// <summary>Data, signs and numbers, without any words of ours.</summary>
    public bool IsData => !Values.OfType<Phrase>().Any() && !Place().Replace(Key, "").Any(char.IsLetter);

    /// <summary>A phrase without values; its text must be a literal.</summary>
    public static implicit operator Phrase(string literal) => new(literal);

    /// <summary>A value as it is: a code, a name, a number.</summary>
    public static Phrase Data(string value) => new("{0}", value);

    /// <summary>A sum with its currency.</summary>
    public static Phrase Data(Money value) => new("{0}", value);

    /// <summary>Values as they are, parted by commas.</summary>
    public static Phrase Data(IEnumerable<string> values) =>
        values.ToImmutableArray() is var codes ? new("{0}", string.Join(", ", codes)) { Codes = codes } : None;

    /// <summary>The name of a value, in lower case, which has a translation of its own.</summary>
    public static Phrase Word<T>(T value)
        where T : struct, Enum => new(NameOf(value)) { Codes = [NameOf(value)] };

    /// <summary>The name of a value, in lower case: the key of its translation.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <param name="format">Ignored for days and instants, whose format is that of the reader.</param>
    public void AppendFormatted<T>(T value, string? format)
    {
        text.Append('{').Append(values.Count.ToString(CultureInfo.InvariantCulture)).Append('}');
        values.Add(
            value switch
            {
                Phrase or Money or DateOnly or DateTimeOffset => value,
                int or decimal when format is null => value,
                Enum word => new Phrase(word.ToString().ToLowerInvariant()),
                IFormattable other => other.ToString(format, CultureInfo.InvariantCulture),
                _ => value?.ToString() ?? "",
            }
        );
    }

    /// <summary>The template with the values in its places.</summary>
    /// <param name="template">The text in the language of the reader.</param>
    /// <param name="show">A value as that reader writes it.</param>
    public string Fill(string template, Func<object, string> show) =>
        Place()
            .Replace(
                template,
                found =>
                    int.Parse(found.ValueSpan[1..^1], CultureInfo.InvariantCulture) is var at && at < values.Count
                        ? show(values[at])
                        : found.Value
            );

    /// <summary>In English, with values in the formats that the API accepts.</summary>
    public override string ToString() => Fill(Key, Plain);

    /// <summary>A value in the format that the API accepts.</summary>
    public static string Plain(object value) =>
        value switch
        {
            decimal number => ValueText.Of(number),
            Money sum => sum.ToString(),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset at => ValueText.Of(at),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    public bool Equals(Phrase? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Phrase);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public static bool operator ==(Phrase? left, Phrase? right) => Equals(left, right);

    public static bool operator !=(Phrase? left, Phrase? right) => !Equals(left, right);

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();
}
