using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Crm.Api.Startup;
using Crm.Domain.Kernel;

namespace Crm.Api.Tests.Localization;

/// <summary>
/// Every phrase that compiled code can make: the literals that become a <see cref="Phrase"/>, read out of the code itself, so that a new
/// refusal is seen without being executed.
/// </summary>
internal static partial class CompiledPhrases
{
    // First, because the other members are initialized with it.
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <param name="Key">The key of a translation; null where a text becomes a phrase that is no literal.</param>
    /// <param name="Place">Type and method.</param>
    public sealed record Found(string? Key, string Place);

    /// <summary>All phrases of the product.</summary>
    public static IReadOnlyList<Found> OfProduct { get; } =
    [.. In(typeof(Phrase).Assembly, typeof(Crm.Projections.CrmStore).Assembly, typeof(CrmHost).Assembly)];

    /// <summary>Keys with words, which need a translation; signs, numbers and tags of bank files are the same in all languages.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [.. OfProduct.Select(found => found.Key).OfType<string>().Distinct().Where(key => Word().IsMatch(key))];

    public static IEnumerable<Found> In(params Assembly[] assemblies) =>
        from assembly in assemblies
        from type in assembly.GetTypes()
        where type != typeof(Phrase)
        from method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All))
        from found in In(method)
        select found;

    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Static
        | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    public static IEnumerable<Found> In(MethodBase method)
    {
        var place = $"{method.DeclaringType}.{method.Name}";
        var code = Instructions(method);
        Stack<Open> open = [];
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].Operand is not MethodBase called || called.DeclaringType != typeof(Phrase))
                continue;
            switch (called.Name)
            {
                case ".ctor":
                    open.Push(new(Number(code[i - 2]), Number(code[i - 1])));
                    break;
                case "AppendLiteral":
                    open.Peek().Text += (string)code[i - 1].Operand!;
                    break;
                case "AppendFormatted":
                    open.Peek().Text += $"{{{open.Peek().Values++}}}";
                    if (called.GetParameters().Length == 1 && HasWords(code, i))
                        yield return new(null, place);
                    break;
                case "op_Implicit":
                    foreach (var at in Arrivals(code, i))
                        yield return new(code[at].Operand as string, place);
                    break;
                case "Data" when HasWords(code, i):
                    yield return new(null, place);
                    break;
            }

            if (called is MethodInfo { IsGenericMethod: true } generic)
                foreach (var name in NamesOf(generic.GetGenericArguments()[0]))
                    yield return new(name, place);
            if (open.TryPeek(out var top) && top.IsWhole)
                yield return new(open.Pop().Text, place);
        }
    }

    /// <summary>A value that is a literal of several words belongs into the phrase.</summary>
    private static bool HasWords(IReadOnlyList<Instruction> code, int at) =>
        Arrivals(code, at).Any(before => code[before].Operand is string text && Words().IsMatch(text));

    private static IEnumerable<string> NamesOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words
            ? Enum.GetNames(words).Select(name => name.ToLowerInvariant())
            : [];

    /// <summary>The instructions after which this one is next: the one before it, and those before a jump to it.</summary>
    private static IEnumerable<int> Arrivals(IReadOnlyList<Instruction> code, int at)
    {
        if (code[at - 1].Code.FlowControl != FlowControl.Branch)
            yield return at - 1;
        for (var i = 1; i < at; i++)
            if (
                code[i].Code.FlowControl == FlowControl.Branch
                && code[i].Operand is int target
                && target == code[at].Offset
            )
                yield return i - 1;
    }

    private static int Number(Instruction constant) =>
        constant.Operand is int or sbyte
            ? Convert.ToInt32(constant.Operand, System.Globalization.CultureInfo.InvariantCulture)
            : constant.Code.Value - OpCodes.Ldc_I4_0.Value;

    private sealed class Open(int literals, int values)
    {
        public string Text { get; set; } = "";

        public int Values { get; set; }

        public bool IsWhole => Values == values && Placeholders().Replace(Text, "").Length >= literals;
    }

    private sealed record Instruction(int Offset, OpCode Code, object? Operand);

    private static List<Instruction> Instructions(MethodBase method)
    {
        List<Instruction> found = [];
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            return found;
        for (var at = 0; at < il.Length; )
        {
            var offset = at;
            var code = Codes[il[at] == 0xFE ? (short)(0xFE00 | il[++at]) : il[at]];
            at++;
            object? operand = null;
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                    operand = at + 1 + (sbyte)il[at];
                    at++;
                    break;
                case OperandType.ShortInlineI:
                    operand = (sbyte)il[at++];
                    break;
                case OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + 4 * BitConverter.ToInt32(il, at);
                    break;
                default:
                    var token = BitConverter.ToInt32(il, at);
                    operand = code.OperandType switch
                    {
                        OperandType.InlineBrTarget => at + 4 + token,
                        OperandType.InlineString => method.Module.ResolveString(token),
                        OperandType.InlineMethod => method.Module.ResolveMethod(
                            token,
                            method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
                            method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null
                        ),
                        OperandType.InlineI => token,
                        _ => null,
                    };
                    at += 4;
                    break;
            }

            found.Add(new(offset, code, operand));
        }

        return found;
    }

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholders();

    [GeneratedRegex("[A-Za-z]{2}", RegexOptions.None, 1000)]
    private static partial Regex Word();

    /// <summary>Two words in a row: no code, and no name of a member.</summary>
    [GeneratedRegex("[a-z]{2,} [a-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
