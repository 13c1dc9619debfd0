using Crm.Domain.CustomFields;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;
using Wolverine;

namespace Crm.Api.DealKinds;

/// <summary>What the endpoints of kinds have in common: find one by code or id, run a decision on it.</summary>
public sealed class KindCommands(
    IMessageBus bus,
    AccessRegistry access,
    CustomFieldRegistry fields,
    Company company,
    StoredDocuments documents
)
{
    public static Guid Stream(string codeOrId) =>
        Guid.TryParse(codeOrId, out var id) ? id : DealKindDocument.Stream(Codes.Fold(codeOrId));

    public async Task<DealKindDocument> Find(string codeOrId, CancellationToken ct) =>
        await documents.Find<DealKindDocument>(Stream(codeOrId), ct)
        ?? throw ProblemException.NotFound("deal_kind.not_found");

    /// <summary>What a process may refer to, as it stands now.</summary>
    public async Task<ProcessReferences> World(CancellationToken ct)
    {
        var staff = await access.Staff(ct);
        return new(
            staff.Users.Values.Where(x => !x.Inactive).Select(x => x.Id).ToHashSet(),
            staff.Roles.Keys.ToHashSet(StringComparer.Ordinal),
            (await fields.Of(FieldOwner.Deal, ct))
                .Where(x => !x.Archived)
                .Select(x => x.Code)
                .ToHashSet(StringComparer.Ordinal),
            company.Settings
        );
    }

    /// <param name="references">What the answer judges the draft by; null: it shows the kind.</param>
    public Task<IResult> Run(
        HttpContext http,
        string codeOrId,
        object body,
        Func<DealKind, CommandContext, Decision> decide,
        ProcessReferences? references = null
    ) =>
        bus.Answer(
            http,
            new ExecuteDealKindCommand(
                Stream(codeOrId),
                (kind, context) => decide(kind.State, context),
                http.CommandRequest(body)
            )
            {
                Subject = references,
            }
        );

    /// <summary>
    /// How much a draft may hold, far beyond what can be published: its faults are named one by one, and a page of them must stay
    /// readable.
    /// </summary>
    private const int MostStages = 200,
        MostTasks = 1000,
        MostChecks = 2000;

    /// <summary>Anything may be missing in a draft, but nothing stands for nothing: an element of a list is something.</summary>
    public static KindDraft Whole(KindDraft draft, string pointer)
    {
        Bounded((draft.Stages ?? []).Length, MostStages, $"{pointer}/stages");
        Bounded((draft.Stages ?? []).Sum(x => (x?.Tasks ?? []).Length), MostTasks, $"{pointer}/stages");
        Bounded(
            (draft.Stages ?? []).Sum(x => (x?.Tasks ?? []).Sum(t => (t?.Checks ?? []).Length)),
            MostChecks,
            $"{pointer}/stages"
        );
        foreach (var (stage, i) in (draft.Stages ?? []).Select((x, i) => (x, $"{pointer}/stages/{i}")))
        {
            Bounded((stage?.Moves ?? []).Length, MostStages, $"{i}/moves");
            Bounded((stage?.Rework ?? []).Length, MostStages, $"{i}/rework");
            Some(stage, i);
            foreach (var (task, n) in (stage!.Tasks ?? []).Select((x, n) => (x, $"{i}/tasks/{n}")))
                Some(task, n);
            foreach (var (edge, n) in (stage.Rework ?? []).Select((x, n) => (x, $"{i}/rework/{n}")))
                Some(edge, n);
            foreach (var (move, n) in (stage.Moves ?? []).Select((x, n) => (x, $"{i}/moves/{n}")))
                Some(move, n);
        }

        return draft;

        static void Bounded(int many, int most, string at)
        {
            if (many > most)
                throw ProblemException.Member(at, "member.too_many", $"at most {most}");
        }

        static void Some(object? x, string at)
        {
            if (x is null)
                throw ProblemException.Member(at, "member.null", "a value");
        }
    }

    /// <summary>The draft with everything that is wrong with it.</summary>
    public static DraftOfKindAnswer Draft(DealKindDocument kind, ProcessReferences references, string language)
    {
        var draft = kind.State.Draft ?? throw ProblemException.NotFound("deal_kind.draft_not_found");
        var (_, faults) = KindValidation.Of(draft, kind.State.Code, kind.State.NextVersion, references);
        return new DraftOfKindAnswer(
            kind.State.Code,
            kind.State.NextVersion,
            faults.IsEmpty,
            [.. faults.Select(fault => ProblemRenderer.Error(fault, language))],
            draft
        );
    }
}
