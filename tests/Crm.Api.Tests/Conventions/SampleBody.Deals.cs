namespace Crm.Api.Tests.Conventions;

/// <content>Deals, their tasks, participants and activities.</content>
public sealed partial record SampleBody
{
    private static SampleBody[] Deals() =>
        [
            new(
                "openDeal",
                "/deals",
                """{"title":"Стол"}""",
                $$"""{"kind":"standard-sale","kindId":{{Id1}},"clientId":{{Id1}},"managerId":{{Id1}},"expectedAmount":"""
                    + $$"""{{Money}},"probability":10,"source":"site","interest":"""
                    + $$"""{{Interest}},"expectedCloseOn":"2027-01-31","comment":"да","externalRefs":{{Refs}},"customFields":"""
                    + $$"""{{Custom}},"id":{{Id1}},"happenedAt":{{Past}},"fromInteractionId":{{Id1}}}"""
            ),
            new(
                "updateDeal",
                "/deals/{deal}",
                "{}",
                $$"""{"title":"Стул","expectedAmount":{{Money}},"probability":"""
                    + """10,"source":"site","expectedCloseOn":"2027-01-31","comment":"да","externalRefs":"""
                    + $$"""{{Refs}},"customFields":{{Custom}},"happenedAt":{{Past}}}"""
            ),
            new("identifyClient", "/deals/{deal}/client", """{"clientId":"{client}"}""", When),
            new("assignManager", "/deals/{deal}/manager", """{"userId":"{user}"}""", When),
            new("setParticipants", "/deals/{deal}/participants", """{"userIds":["{user}"]}""", When),
            new(
                "setInterest",
                "/deals/{deal}/interest",
                $$"""{"lines":{{Interest.Replace("\"text\":\"Стол\",", "", StringComparison.Ordinal)}}}""",
                When
            ),
            new(
                "moveDeal",
                "/deals/{deal}/move",
                """{"stage":"fulfilment"}""",
                """{"reason":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "closeDeal",
                "/deals/{deal}/close",
                """{"outcome":"lost"}""",
                """{"lostReason":"price","comment":"да","competitor":"они","waiver":{"reason":"да"},"happenedAt":"""
                    + Past
                    + "}"
            ),
            new("reopenDeal", "/deals/{deal}/reopen", Why, When),
            new(
                "completeTask",
                "/deals/{deal}/tasks/{task}/complete",
                "{}",
                """{"comment":"да","checklist":{"called":true},"happenedAt":""" + Past + "}"
            ),
            new("skipTask", "/deals/{deal}/tasks/{task}/skip", Why, When),
            new(
                "reassignTask",
                "/deals/{deal}/tasks/{task}/reassign",
                "{}",
                """{"userId":"{user}","reason":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "postponeTask",
                "/deals/{deal}/tasks/{task}/postpone",
                """{"reason":"да","dueOn":"2027-06-30"}""",
                """{"dueAt":"2027-06-30T09:00:00Z","happenedAt":""" + Past + "}"
            ),
            new("acceptTask", "/deals/{deal}/tasks/{task}/accept", "{}"),
            new(
                "batchTasks",
                "/tasks/batch",
                """{"action":"complete","items":[{"type":"assignment","id":"{assignment}","comment":"да","checklist":{"called":true},"""
                    + """ "result":"да","userId":"{user}","reason":"да","dueOn":"2027-06-30","dueAt":"2027-06-30T09:00:00Z"}]}"""
            ),
            new("convertToManual", "/deals/{deal}/convert-to-manual", Why, When),
            new(
                "resumeProcess",
                "/deals/{deal}/resume-process",
                """{"stage":"fulfilment"}""",
                """{"reason":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "changeKindVersion",
                "/deals/{deal}/change-kind-version",
                """{"version":1}""",
                """{"stages":{"terms":"terms"},"reason":"да","happenedAt":""" + Past + "}"
            ),
            new(
                "recordInteraction",
                "/deals/{deal}/interactions",
                """{"kind":"call","description":"Звонок"}""",
                $$"""{"direction":"in","subject":"да","with":[{"name":"Анна"}],"id":{{Id1}},"happenedAt":{{Past}}"""
                    + $$""","occurredAt":{{Past}},"durationMinutes":12,"outcome":"да"}"""
            ),
            new(
                "recordPresentation",
                "/deals/{deal}/presentations",
                """{"heldAt":"2026-11-20T10:00:00Z","outcome":"да"}""",
                $$"""{"place":"Москва","attendees":["Анна"],"shown":["А"],"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
            new(
                "createComment",
                "/deals/{deal}/comments",
                """{"text":"да"}""",
                $$"""{"id":{{Id1}},"happenedAt":{{Past}}}"""
            ),
        ];
}
