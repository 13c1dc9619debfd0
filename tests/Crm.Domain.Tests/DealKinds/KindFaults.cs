namespace Crm.Domain.Tests;

/// <summary>Faulty drafts, each with the pointer and the code of a fault that it must report.</summary>
public static class KindFaults
{
    public static TheoryData<string, string, string> All =>
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
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","percent":30,"amount":"""
                    + """{"amount":"5.00","currency":"RUB"}}]}]},L]}""",
                "/stages/0/tasks/0/checks/0",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","percent":100.5}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/percent",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","percent":0}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/percent",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","percent":33.333}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/percent",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","amount":{"amount":"0.001","currency":"RUB"}}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/amount",
                "check.parameter_invalid"
            },
            {
                """{"stages":[F+{"tasks":[T+{"checks":[{"check":"paid-at-least","amount":"5.00"}]}]},L]}""",
                "/stages/0/tasks/0/checks/0/amount",
                "check.parameter_invalid"
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

    private static string Many(string what, int times) => string.Join(",", Enumerable.Repeat(what, times));
}
