using System.Reflection;
using Crm.Domain.Kernel;
using Crm.Projections;

namespace Crm.Architecture.Tests;

/// <summary>Three layers, one direction (ADR 1). Each rule has a canary that breaks it, which shows that the rule works.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(DomainEvent).Assembly;
    private static readonly Assembly Projections = typeof(CrmStore).Assembly;
    private static readonly Assembly Api = typeof(Crm.Api.Startup.CrmHost).Assembly;

    [Fact]
    public void The_domain_uses_the_base_class_library_alone() =>
        Foreign(Domain, x => x.StartsWith("System", StringComparison.Ordinal) || x == "netstandard").Should().BeEmpty();

    [Fact]
    public void Projections_know_neither_the_web_nor_the_bus() => Foreign(Projections, NotWebNorBus).Should().BeEmpty();

    [Fact]
    public void Nothing_points_back()
    {
        References(Domain).Should().NotContain(["Crm.Projections", "Crm.Api"]);
        References(Projections).Should().NotContain("Crm.Api");
    }

    [Fact]
    public void Canary_the_host_breaks_both_rules() =>
        (Foreign(Api, NotWebNorBus).Any() && References(Api).Contains("Crm.Projections")).Should().BeTrue();

    private static bool NotWebNorBus(string name) =>
        !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        && !name.StartsWith("Wolverine", StringComparison.Ordinal)
        && !name.StartsWith("Swashbuckle", StringComparison.Ordinal);

    private static IEnumerable<string> Foreign(Assembly assembly, Func<string, bool> allowed) =>
        References(assembly).Where(x => !allowed(x));

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(x => x.Name!);
}
