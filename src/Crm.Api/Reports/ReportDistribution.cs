using System.Globalization;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace Crm.Api.Reports;

/// <summary>
/// Distributes reports over hosts as Wolverine does, but each version of a report to hosts of the newest build that knows it: an older
/// one may meet an event whose type it does not know (ADR 78). Each host states its number among its capabilities.
/// </summary>
public sealed class ReportDistribution(EventSubscriptionAgentFamily reports, BuildNumber build) : IStaticAgentFamily
{
    private const string Builds = "crm-build";

    public string Scheme => reports.Scheme;

    public ValueTask<IReadOnlyList<Uri>> AllKnownAgentsAsync() => reports.AllKnownAgentsAsync();

    public ValueTask<IAgent> BuildAgentAsync(Uri uri, IWolverineRuntime wolverineRuntime) =>
        reports.BuildAgentAsync(uri, wolverineRuntime);

    public async ValueTask<IReadOnlyList<Uri>> SupportedAgentsAsync() =>
        [
            .. await reports.SupportedAgentsAsync(),
            new Uri(string.Create(CultureInfo.InvariantCulture, $"{Builds}://number/{build.Value}")),
        ];

    public async ValueTask EvaluateAssignmentsAsync(AssignmentGrid assignments)
    {
        await reports.EvaluateAssignmentsAsync(assignments);
        var numbers = assignments.Nodes.ToDictionary(node => node, NumberOf);
        if (numbers.Values.Distinct().Count() < 2)
            return;
        foreach (var agent in assignments.MatchAgentsToCapableNodesFor(Scheme).Where(agent => !agent.IsPinned))
            if (
                NewestOf(agent.CandidateNodes, numbers) is { Length: > 0 } newest
                && !newest.Contains(agent.AssignedNode)
            )
                (newest.Contains(agent.OriginalNode) ? agent.OriginalNode! : LeastLoaded(newest)).Assign(agent);
    }

    private static AssignmentGrid.Node[] NewestOf(
        List<AssignmentGrid.Node> capable,
        Dictionary<AssignmentGrid.Node, int> numbers
    ) => [.. capable.Where(node => numbers[node] == capable.Max(other => numbers[other]))];

    private AssignmentGrid.Node LeastLoaded(AssignmentGrid.Node[] nodes) =>
        nodes.MinBy(node => node.ForScheme(Scheme).Count())!;

    /// <summary>0 for a build that states none.</summary>
    private static int NumberOf(AssignmentGrid.Node node) =>
        node
            .Capabilities.Where(capability => capability.Scheme == Builds)
            .Select(capability => int.Parse(capability.AbsolutePath.Trim('/'), CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
