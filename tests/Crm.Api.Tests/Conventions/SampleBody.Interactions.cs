namespace Crm.Api.Tests.Conventions;

/// <content>Interactions of their own stream.</content>
public sealed partial record SampleBody
{
    private static SampleBody[] Interactions() =>
        [
            new(
                "createInteraction",
                "/interactions",
                """{"kind":"call","description":"Звонок"}""",
                $$"""{"direction":"in","status":"held","occurredAt":{{Past}},"subject":"да","clientId":"{client}" """
                    + """,  "dealId":"{deal}","with":[{"name":"Анна"}],"durationMinutes":12,"outcome":"да" """
                    + $$""","replyTo":"{interaction}","awaitsReview":true,"id":{{Id1}}}"""
            ),
            new(
                "updateInteraction",
                "/interactions/{interaction}",
                "{}",
                """
                {"kind":"meeting","direction":"out","subject":"да","description":"Встреча","with":[{"name":"Анна"}],
                "durationMinutes":12,"outcome":"да","clientId":"{client}","occurredAt":
                """
                    + Past
                    + "}"
            ),
            new(
                "batchInteractions",
                "/interactions/batch",
                """{"action":"review","items":[{"id":"{interaction}"}]}""",
                """{"at":"2099-01-01T00:00:00Z"}"""
            ),
            new("linkInteraction", "/interactions/{freeCall}/link", """{"dealId":"{deal}"}""", When),
            new("unlinkInteraction", "/interactions/{linkedCall}/unlink", "{}", Why),
            new(
                "holdInteraction",
                "/interactions/{plannedCall}/hold",
                "{}",
                $$"""{"occurredAt":{{Past}},"outcome":"да","durationMinutes":12}"""
            ),
            new(
                "postponeInteractionReview",
                "/interactions/{interaction}/review-after",
                """{"at":"2099-01-01T00:00:00Z"}"""
            ),
            new("withdrawInteraction", "/interactions/{spareCall}/withdraw", Why),
        ];
}
