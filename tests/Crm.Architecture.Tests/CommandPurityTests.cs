using Mono.Cecil;

namespace Crm.Architecture.Tests;

/// <summary>
/// What runs between loading and writing of a command - plans, and the functions that endpoints put into messages - reaches neither
/// HTTP nor problem documents: a refusal is a value.
/// </summary>
public sealed class CommandPurityTests
{
    private static readonly TypeDefinition[] Api =
    [
        .. AssemblyDefinition.ReadAssembly(typeof(Program).Assembly.Location).MainModule.GetTypes(),
    ];

    private static readonly string[] Steps = ["Decide", "Authorize", "Find", "Result", "Provide", "Claims"];
    private static readonly string[] Forbidden = ["ProblemException", "HttpContext", "ProblemRenderer", "IResult"];

    /// <summary>
    /// A merge patch of the settings is bound once it is merged with the settings under their lock; its faults are those of a body.
    /// </summary>
    private const string Merged = "UpdateSettingsEndpoint";

    [Fact]
    public void Decisions_reach_neither_HTTP_nor_problem_documents()
    {
        var starts = Api.SelectMany(type => type.Methods).Where(IsStep).ToArray();
        starts.Should().HaveCountGreaterThan(60);
        starts
            .Select(start => WayTo(IsOfHttp, start))
            .OfType<string>()
            .Should()
            .OnlyContain(way => way.Contains(Merged));
    }

    [Fact]
    public void Decisions_ask_the_store_nothing() =>
        Api.SelectMany(type => type.Methods)
            .Where(IsStep)
            .Select(start => WayTo(AsksStore, start))
            .OfType<string>()
            .Should()
            .HaveCount(2, "the rows of an import name the streams to lock")
            .And.OnlyContain(way => way.Contains("ExchangeRateFile") || way.Contains("ListPriceFile"));

    [Fact]
    public void Canary_an_endpoint_reaches_a_problem_document() =>
        Api.Single(type => type.Name == "DiscountBody")
            .Methods.Select(start => WayTo(IsOfHttp, start))
            .OfType<string>()
            .Should()
            .Contain(way => way.Contains("ProblemException", StringComparison.Ordinal));

    /// <summary>Steps of plans, and lambdas and local functions that take a loaded deal or document.</summary>
    private static bool IsStep(MethodDefinition method) =>
        IsPlan(method.DeclaringType)
            ? Steps.Contains(method.Name)
            : method.Name.StartsWith('<') && TakesLoaded([.. method.Parameters.Select(one => one.ParameterType.Name)]);

    private static bool TakesLoaded(string[] parameters) =>
        parameters is ["DealContext" or "DealResult", ..]
        || parameters is [_, "CommandContext" or "CompanyCommandContext", ..];

    private static bool IsPlan(TypeDefinition type) =>
        type.BaseType?.Name is "CommandPlan" or "CreationPlan" or "DocumentPlan`1";

    /// <summary>The first way from a method to what it may not reach; null: there is none.</summary>
    private static string? WayTo(Func<MethodReference, bool> isForbidden, MethodDefinition start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { start.FullName };
        var open = new Queue<MethodDefinition>([start]);
        while (open.TryDequeue(out var method))
            foreach (var called in Called(method))
            {
                if (isForbidden(called))
                    return $"{start.FullName} reaches {called.FullName} in {method.Name}";
                if (
                    called.Resolve() is { HasBody: true } next
                    && next.Module == method.Module
                    && seen.Add(next.FullName)
                )
                    open.Enqueue(next);
            }

        return null;
    }

    private static bool IsOfHttp(MethodReference called) => Names(called).Any(Forbidden.Contains);

    /// <summary>Connections, sessions and whatever is awaited: what is decided on was loaded before.</summary>
    private static bool AsksStore(MethodReference called) =>
        called.DeclaringType.Namespace.StartsWith("Npgsql", StringComparison.Ordinal)
        || called.DeclaringType.Name is "IDocumentSession" or "IQuerySession"
        || called.ReturnType.Name is "Task" or "Task`1" or "ValueTask" or "ValueTask`1" or "IAsyncEnumerable`1";

    private static IEnumerable<MethodReference> Called(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Select(one => one.Operand).OfType<MethodReference>() : [];

    private static IEnumerable<string> Names(MethodReference method) =>
        method.Parameters.Select(one => one.ParameterType.Name).Append(method.DeclaringType.Name);
}
