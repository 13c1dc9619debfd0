using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Crm.Domain.Kernel;
using Crm.Projections;
using Microsoft.AspNetCore.Routing;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace Crm.Architecture.Tests;

/// <summary>
/// Dependencies between the top-level folders of a project have one direction; features do not call each other's endpoints.
/// </summary>
public sealed class FolderTests
{
    private static readonly Assembly Api = typeof(Program).Assembly;

    [Theory]
    [InlineData(typeof(DomainEvent), "Crm.Domain")]
    [InlineData(typeof(CrmStore), "Crm.Projections")]
    [InlineData(typeof(Program), "Crm.Api")]
    public void Folders_of_a_project_depend_on_each_other_in_one_direction(Type member, string project) =>
        Cycles(member.Assembly, project).Should().BeEmpty();

    [Fact]
    public void Canary_a_cycle_between_folders_is_found() =>
        Cycles(typeof(FolderTests).Assembly, "Crm.Architecture.Tests.CyclicFolders").Should().NotBeEmpty();

    [Fact]
    public void A_feature_calls_no_endpoint_of_another_feature() => Calls(Api, "Crm.Api").Should().BeEmpty();

    [Fact]
    public void Canary_a_call_into_the_endpoints_of_another_feature_is_found() =>
        Calls(typeof(FolderTests).Assembly, "Crm.Architecture.Tests.CallingFeatures")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("CallingFeatures.Caller.Answers uses")
            .And.Contain("CallingFeatures.Called.ReadEndpoint");

    private static string[] Cycles(Assembly assembly, string project)
    {
        var rule = new SliceRuleCreator();
        rule.SetSliceAssignment(new SliceAssignment(type => SliceOf(type.FullName, project), "top-level folders"));
        rule.GetSlices(Load(assembly)).Should().HaveCountGreaterThan(1, "else nothing is compared");
        return
        [
            .. new SlicesShould(rule)
                .BeFreeOfCycles()
                .Evaluate(Load(assembly))
                .Where(result => !result.Passed)
                .Select(result => result.Description),
        ];
    }

    /// <summary>The folder under the project, with all its subfolders; a pattern would compare those with each other too.</summary>
    private static SliceIdentifier SliceOf(string type, string project) =>
        type.StartsWith(project + ".", StringComparison.Ordinal) && type[(project.Length + 1)..].Contains('.')
            ? SliceIdentifier.Of(FolderOf(type, project))
            : SliceIdentifier.Ignore();

    private static string[] Calls(Assembly assembly, string project)
    {
        var endpoints = assembly
            .GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith(project + ".", StringComparison.Ordinal) == true
                && type.GetMethod("Map", [typeof(IEndpointRouteBuilder)]) is not null
            )
            .Select(type => type.FullName!)
            .ToHashSet(StringComparer.Ordinal);
        endpoints.Should().NotBeEmpty();
        return
        [
            .. from type in Load(assembly).Types
            where type.FullName.StartsWith(project + ".", StringComparison.Ordinal)
            from used in type.Dependencies.Select(dependency => dependency.Target.FullName).Distinct()
            where endpoints.Contains(used) && FolderOf(type.FullName, project) != FolderOf(used, project)
            select $"{type.FullName} uses {used}",
        ];
    }

    private static string FolderOf(string type, string project) => type[(project.Length + 1)..].Split('.')[0];

    private static ArchUnitNET.Domain.Architecture Load(Assembly assembly) =>
        new ArchLoader().LoadAssembly(assembly).Build();
}
