using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Every fault of a draft is named at once, each with a pointer; what has none is a process.</summary>
public sealed partial class KindValidationTests
{
    private static readonly StageDraft Last = new(
        "last",
        new("Конец", "End"),
        90,
        [new("win", new("Выигрыш", "Win"), Checks: [Json("{\"check\":\"closing-gate\"}")])]
    );
    private static readonly StageDraft First = new(
        "first",
        new("Начало", "Start"),
        10,
        [
            new(
                "call",
                new("Звонок", "Call"),
                new Due(1),
                [Json("{\"check\":\"interaction-recorded\",\"minimum\":2,\"kinds\":[\"call\"]}")]
            ),
        ]
    );
    private static readonly KindDraft Good = new(new("Вид", "Kind"), ProcessMode.Guided, Stages: [First, Last]);

    public static TheoryData<string, string, string> Faults =>
        new()
        {
            { """{"title":null,"stages":[F,L]}""", "/title/ru", "title.missing" },
            { """{"stages":[]}""", "/stages", "stages.missing" },
            { """{"stages":[F,F,L]}""", "/stages/1/code", "code.duplicate" },
            { """{"stages":[F+{"code":"Bad Code"},L]}""", "/stages/0/code", "code.invalid" },
            {
                """{"stages":[F+{"code":"018f0000-0000-7000-8000-000000000000"},L]}""",
                "/stages/0/code",
                "code.invalid"
            },
            { """{"stages":[F+{"title":{"ru":"Да","en":" "}},L]}""", "/stages/0/title/en", "title.missing" },
            { """{"stages":[F+{"probability":101},L]}""", "/stages/0/probability", "probability.out_of_range" },
            { """{"stages":[F+{"tasks":[]},L]}""", "/stages/0/tasks", "stage.no_mandatory_task" },
            {
                """{"stages":[F+{"tasks":[{"code":"t","title":null}]},L]}""",
                "/stages/0/tasks/0/title/ru",
                "title.missing"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"moon-phase"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/check",
                "check.unknown"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":["interaction-recorded"]}]},L]}""",
                "/stages/0/tasks/0/checks/0",
                "check.unknown"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"survey-answered"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/check",
                "check.unavailable"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"amount-given","least":5}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/least",
                "check.parameter_unknown"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","minimum":"two"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/minimum",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","minimum":21}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/minimum",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","kinds":["note"]}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/kinds",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"any-of"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/checks",
                "check.parameter_missing"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"any-of","checks":[]}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/checks",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"any-of","checks":[{"check":"moon-phase"}]}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/checks/0/check",
                "check.unknown"
            },
            { """{"stages":[F+{"tasks":[T+{"due":{"days":-1}}]},L]}""", "/stages/0/tasks/0/due", "due.out_of_range" },
            {
                """{"stages":[F+{"tasks":[T+{"automatic":true,"checks":[]}]},L]}""",
                "/stages/0/tasks/0/automatic",
                "task.automatic_without_checks"
            },
            {
                """{"stages":[F+{"tasks":[T+{"parallel":true}]},L]}""",
                "/stages/0/tasks/0/parallel",
                "task.parallel_first"
            },
            {
                """{"stages":[F+{"tasks":[T,T+{"code":"u","mandatory":false}]},L]}""",
                "/stages/0/tasks/1",
                "task.never_raised"
            },
            {
                """{"stages":[F+{"tasks":[T+{"assignee":{"kind":"role","role":"wizard"}}]},L]}""",
                "/stages/0/tasks/0/assignee/role",
                "assignee.unknown"
            },
            {
                """{"stages":[F+{"tasks":[T+{"assignee":{"kind":"user","user":"018f0000-0000-7000-8000-00000000ffff"}}]},L]}""",
                "/stages/0/tasks/0/assignee/user",
                "assignee.unknown"
            },
            { """{"stages":[F+{"next":"nowhere"},L]}""", "/stages/0/next", "stage.unknown" },
            { """{"stages":[F+{"moves":["nowhere"]},L]}""", "/stages/0/moves/0", "stage.unknown" },
            {
                """{"stages":[F+{"rework":[{"to":"last","on":"proposalDeclined"}]},L]}""",
                "/stages/0/rework/0/to",
                "rework.not_back"
            },
            {
                """{"stages":[F+{"next":"last"},F+{"code":"between","tasks":[T+{"code":"b"}]},L]}""",
                "/stages/1",
                "stage.unreachable"
            },
            {
                """{"stages":[F,F+{"code":"between","next":"first","tasks":[T+{"code":"b"}]},L]}""",
                "/stages/1/next",
                "stage.cycle"
            },
            { """{"stages":[F,L+{"next":"first"}]}""", "/stages/1/next", "stage.after_last" },
            {
                """{"stages":[F,L+{"tasks":[T+{"code":"win","checks":[]}]}]}""",
                "/stages/1/tasks/0/checks",
                "last_task.no_gate"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"closing-gate"}]}]},L]}""",
                "/stages/0/tasks/0/checks",
                "gate.never_holds"
            },
            {
                """{"stages":[F,L+{"tasks":[{"code":"win","title":{"ru":"В","en":"W"},"mandatory":false,"checks":["""
                    + """{"check":"closing-gate"}]}]}]}""",
                "/stages/1/tasks/0/mandatory",
                "last_task.optional"
            },
            { """{"mode":"manual","stages":[F]}""", "/stages/0/tasks/0/checks", "task.checks_not_allowed" },
            { """{"mode":"none","stages":[F]}""", "/stages", "stages.not_allowed" },
            {
                """{"stages":[MANY,L]}""".Replace("MANY", Many("F", 50), StringComparison.Ordinal),
                "/stages",
                "stages.too_many"
            },
            {
                """{"stages":[F+{"tasks":[MANY]},L]}""".Replace("MANY", Many("T", 31), StringComparison.Ordinal),
                "/stages/0/tasks",
                "tasks.too_many"
            },
            {
                """{"stages":[F+{"title":{"ru":"Да","en":"LONG"}},L]}""".Replace(
                    "LONG",
                    new string('x', 201),
                    StringComparison.Ordinal
                ),
                "/stages/0/title",
                "title.too_long"
            },
            {
                """{"mode":"manual","stages":[F+{"tasks":[],"rework":[{"to":"first","on":"proposalDeclined"}]}]}""",
                "/stages/0/rework",
                "rework.not_allowed"
            },
            { """{"mode":"manual","stages":[F+{"tasks":[],"next":"first"}]}""", "/stages/0/next", "next.not_allowed" },
            {
                """{"mode":"manual","stages":[F+{"tasks":[],"moves":["second"]},F+{"code":"second","tasks":[],"moves":"""
                    + """["first"]},F+{"code":"lonely","tasks":[]}]}""",
                "/stages/2",
                "stage.unreachable"
            },
            {
                """{"stages":[F+{"rework":[{"to":"first","on":"proposalDeclined"},{"to":"first","on":"proposalDeclined"}]},L]}""",
                "/stages/0/rework/1/on",
                "rework.twice"
            },
            {
                """{"stages":[F+{"tasks":[T+{"due":{"days":1,"hours":24}}]},L]}""",
                "/stages/0/tasks/0/due",
                "due.out_of_range"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"custom-field-filled","field":"taste"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/field",
                "custom_field.unknown"
            },
            {
                """{"stages":[F+{"tasks":[T+{"automatic":true,"checks":[{"check":"checklist","items":["""
                    + """{"code":"a","title":{"ru":"А","en":"A"}}]}]}]},L]}""",
                "/stages/0/tasks/0/automatic",
                "task.automatic_with_word"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"checklist","items":[null]}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/items",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"checklist","items":[]}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/items",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"attachment-present","minimum":0}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/minimum",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"field-filled","field":"weather"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/field",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[MANY]}]},L]}""".Replace(
                    "MANY",
                    Many("""{"check":"amount-given"}""", 51),
                    StringComparison.Ordinal
                ),
                "/stages/0/tasks/0/checks",
                "checks.too_many"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"proposal-accepted"},{"check":"all-of","checks":["""
                    + """{"check":"proposal-accepted"}]}]}]},L]}""",
                "/stages/0/tasks/0/checks",
                "check.never_holds"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","minimum":15},"""
                    + """{"check":"any-of","checks":[{"check":"interaction-recorded","minimum":6},"""
                    + """{"check":"interaction-recorded","minimum":9}]}]}]},L]}""",
                "/stages/0/tasks/0/checks",
                "check.never_holds"
            },
            {
                """{"stages":[F,L+{"tasks":[T,T+{"code":"win","parallel":true,"checks":[{"check":"closing-gate"}]}]}]}""",
                "/stages/1/tasks/1/parallel",
                "last_task.parallel"
            },
            {
                """{"stages":[F,L+{"tasks":[T+{"code":"win","once":true,"checks":[{"check":"closing-gate"}]}]}]}""",
                "/stages/1/tasks/0/once",
                "last_task.once"
            },
            {
                """{"stages":[F,L+{"tasks":[T+{"code":"win","automatic":true,"checks":[{"check":"closing-gate"}]}]}]}""",
                "/stages/1/tasks/0/automatic",
                "last_task.automatic"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_pointer(string draft, string pointer, string code)
    {
        var (process, faults) = KindValidation.Of(Draft(draft), "kind", 1, RandomKind.World);
        process.Should().BeNull();
        faults.Select(x => (x.Pointer, x.Code)).Should().Contain((pointer, code));
    }

    [Fact]
    public void Alternatives_count_by_the_cheapest_and_a_manual_stage_is_reached_from_wherever_the_mode_allows()
    {
        foreach (
            var sound in (string[])
                [
                    """{"stages":[F+{"tasks":[T+{"checks":[{"check":"interaction-recorded","minimum":15},"""
                        + """{"check":"any-of","checks":[{"check":"interaction-recorded","minimum":5},"""
                        + """{"check":"interaction-recorded","minimum":9}]}]}]},L]}""",
                    """{"stages":[F+{"tasks":[T+{"checks":[{"check":"proposal-accepted"},{"check":"any-of","checks":["""
                        + """{"check":"proposal-accepted"},{"check":"order-placed"}]}]}]},L]}""",
                    """{"mode":"manual","stages":[F+{"tasks":[]},F+{"code":"second","tasks":[],"moves":["first"]},"""
                        + """F+{"code":"third","tasks":[]}]}""",
                ]
        )
            KindValidation.Of(Draft(sound), "kind", 1, RandomKind.World).Faults.Should().BeEmpty(sound);
    }

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var (_, faults) = KindValidation.Of(
            Draft("""{"title":null,"stages":[F+{"probability":-1},L+{"code":"first"}]}"""),
            "kind",
            1,
            RandomKind.World
        );
        faults.Select(x => x.Code).Should().Contain(["title.missing", "probability.out_of_range", "code.duplicate"]);
    }

    [Fact]
    public void What_is_switched_off_cannot_be_asked_for()
    {
        var world = RandomKind.World with
        {
            Settings = new CompanySettings().Switched(Capabilities.Interactions, false),
        };
        KindValidation.Of(Good, "kind", 1, world).Faults.Should().Contain(x => x.Code == "capability.off");
        var unsettled = RandomKind.World with
        {
            Settings = new CompanySettings()
                .Switched(Capabilities.ReturnsAndRefunds, false)
                .Switched(Capabilities.OrdersAndInvoices, false),
        };
        KindValidation
            .Of(
                new(new("Вид", "Kind"), ProcessMode.Manual, Stages: [First with { Tasks = null }]),
                "kind",
                1,
                unsettled
            )
            .Faults.Should()
            .Contain(x => x.Code == "gate.never_holds");
    }

    [Fact]
    public void Everything_that_ships_is_valid_and_reads_back_as_it_was_written()
    {
        foreach (var process in ShippedKinds.All.Concat(KindTemplates.All))
        {
            var (read, faults) = KindValidation.Of(
                KindDraft.Of(process),
                process.Code,
                process.Version,
                RandomKind.World
            );
            faults.Should().BeEmpty(process.Code);
            Canon.Of(read).Should().Be(Canon.Of(process));
        }
    }

    private static string Many(string what, int times) => string.Join(",", Enumerable.Repeat(what, times));

    /// <summary>F, L and T stand for the good first and last stage and a good task; <c>X+{...}</c> replaces members.</summary>
    private static KindDraft Draft(string text)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true,
        };
        var task = JsonSerializer.SerializeToNode(First.Tasks!.Value[0], options)!.AsObject();
        var known = new Dictionary<char, System.Text.Json.Nodes.JsonObject>
        {
            ['F'] = JsonSerializer.SerializeToNode(First, options)!.AsObject(),
            ['L'] = JsonSerializer.SerializeToNode(Last, options)!.AsObject(),
            ['T'] = task,
        };
        var json = Shorthand()
            .Replace(text, x => "{\"is\":\"" + x.Value + "\"}")
            .Replace("}+{", ",", StringComparison.Ordinal);
        var node = Filled(System.Text.Json.Nodes.JsonNode.Parse(json)!);
        var draft = JsonSerializer.SerializeToNode(Good, options)!.AsObject();
        foreach (var (name, value) in node.AsObject().ToArray())
            draft[name] = value?.DeepClone();
        return draft.Deserialize<KindDraft>(options)!;

        System.Text.Json.Nodes.JsonNode Filled(System.Text.Json.Nodes.JsonNode at)
        {
            if (at is System.Text.Json.Nodes.JsonArray list)
                return new System.Text.Json.Nodes.JsonArray([
                    .. list.Select(x => x is null ? null : Filled(x.DeepClone())),
                ]);
            if (at is not System.Text.Json.Nodes.JsonObject members)
                return at.DeepClone();
            var filled = members["is"] is { } name ? known[name.ToString()[0]].DeepClone().AsObject() : [];
            foreach (var (key, value) in members)
                if (key != "is")
                    filled[key] = value is null ? null : Filled(value.DeepClone());
            return filled;
        }
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    /// <summary>The letters that stand for a stage or a task.</summary>
    [GeneratedRegex("(?<=[\\[,])[FLT](?=[\\],+])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shorthand();
}
