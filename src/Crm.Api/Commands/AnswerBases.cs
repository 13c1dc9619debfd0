using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Commands;

/// <summary>Describes what an answer was rendered with, after its rendering.</summary>
public static class AnswerBases
{
    /// <param name="owners">The users to whom the resources of the command belong, after it.</param>
    public static AnswerBasis Of(
        Viewer viewer,
        IEnumerable<ResourceOwner> owners,
        params IReadOnlyList<StreamSpan> streams
    ) =>
        new(
            RightsDigest.Of(viewer.Caller.Grants, owners),
            viewer.Language,
            streams,
            [.. viewer.VisibleClients.Select(one => new Sighted(one.Key.Value, one.Value))],
            [.. viewer.VisibleDeals.Select(one => new Sighted(one.Key.Value, one.Value))],
            [.. viewer.Candidates.Select(one => new Sighted(one.Key.Value, one.Value))]
        );

    /// <summary>For an answer that is no state of a stream: of a file, of long work.</summary>
    public static AnswerBasis Of(Viewer viewer) => Of(viewer, []);
}
