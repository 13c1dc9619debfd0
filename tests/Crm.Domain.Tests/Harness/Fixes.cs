using System.Text.Json;

namespace Crm.Domain.Tests;

/// <summary>Fixes by name, as the assertions and the golden files write them: <c>recordPayment</c>, <c>getOrder</c>.</summary>
public static class Fixes
{
    private const string Reading = "get";
    private const string Review = "Review";

    private static readonly Dictionary<string, Type> Known = typeof(Fix)
        .GetNestedTypes()
        .Where(x => x.IsSubclassOf(typeof(Fix)))
        .ToDictionary(NameOf);

    public static Fix To(string name, params ReadOnlySpan<(string Name, object Value)> route)
    {
        var constructor = Known[name].GetConstructors().Single();
        var given = route.ToArray().ToDictionary(x => x.Name, x => x.Value);
        return (Fix)
            constructor.Invoke([
                .. constructor
                    .GetParameters()
                    .Select(x =>
                        given[RouteName(x.Name!, x.ParameterType)] switch
                        {
                            Guid id when x.ParameterType != typeof(Guid) => Activator.CreateInstance(
                                x.ParameterType,
                                id
                            ),
                            var value => value,
                        }
                    ),
            ]);
    }

    public static string NameOf(Fix fix) => NameOf(fix.GetType());

    /// <summary>What it is about, such as <c>dealId=018f…</c>, sorted by name.</summary>
    public static string RouteOf(Fix fix) =>
        string.Join(
            ' ',
            fix.GetType()
                .GetProperties()
                .Where(x => x.DeclaringType == fix.GetType() && x.Name != "EqualityContract")
                .Select(x => $"{RouteName(x.Name, x.PropertyType)}={x.GetValue(fix)}")
                .Order(StringComparer.Ordinal)
        );

    private static string NameOf(Type fix) =>
        fix.Name.StartsWith(Review, StringComparison.Ordinal)
            ? Reading + fix.Name[Review.Length..]
            : JsonNamingPolicy.CamelCase.ConvertName(fix.Name);

    private static string RouteName(string member, Type type) =>
        JsonNamingPolicy.CamelCase.ConvertName(member) + (type == typeof(string) ? "" : "Id");
}
