using Crm.Api.Timers;

namespace Crm.Api.Tests.Proposals;

/// <summary>A proposal over time: valid to the end of its last day in the company's time zone, and readable as of any instant.</summary>
public sealed class ProposalClockTests
{
    private static readonly object[] Lines =
    [
        new
        {
            name = "Стол",
            quantity = 1,
            price = Sale.Rub("100.00"),
        },
    ];

    [Fact]
    public async Task The_last_day_is_good_to_its_end_in_the_companys_time_zone()
    {
        await using var app = await CrmApp.Start();
        var (api, sale) = (await app.As(), await Sale.Open(await app.As()));
        var (early, late, draft) = (
            await Issued(api, sale, "2026-11-24"),
            await Issued(api, sale, "2026-11-24"),
            await Draft(api, sale, "2026-11-24")
        );
        To(app, "2026-11-24T20:59:59.9Z");
        ((bool)(await api.Get("/proposals/" + early)).Must(200)["expired"]!)
            .Should()
            .BeFalse("it is 23:59:59.9 in Moscow");
        (await api.Post($"/proposals/{early}/accept")).Must(200);

        To(app, "2026-11-24T21:00:00Z");
        ((bool)(await api.Get("/proposals/" + late)).Must(200)["expired"]!).Should().BeTrue();
        foreach (var verb in (string[])["send", "accept"])
            Expired(await api.Post($"/proposals/{late}/{verb}"), "reviseProposal");
        Expired(await api.Post(sale.Path + "/orders", new { proposalId = late }), "reviseProposal");
        Expired(await api.Post($"/proposals/{draft}/issue"), "updateProposal");
        (await api.Post(sale.Path + "/orders", new { proposalId = early })).Must(201);

        await app.Ring(new SweepDueDates());
        await app.Ring(new SweepDueDates());
        var noted = (await api.Get(sale.Path + "/history?type=proposal_expired")).Must(200)["items"]!
            .AsArray()
            .Should()
            .ContainSingle("the accepted one is decided, the draft no offer")
            .Which!;
        ((string?)noted["data"]!["proposal"], (DateTimeOffset)noted["happenedAt"]!)
            .Should()
            .Be(
                (late, DateTimeOffset.Parse("2026-11-24T20:59:59Z", System.Globalization.CultureInfo.InvariantCulture))
            );

        (await api.Patch($"/proposals/{draft}", new { validUntil = "2026-12-31" })).Must(200);
        (await api.Post($"/proposals/{draft}/issue")).Must(200);
        (await api.Post($"/proposals/{late}/decline", new { reason = "Поздно" })).Must(200)["expired"]!
            .GetValue<bool>()
            .Should()
            .BeFalse("what is decided expires no more");
    }

    [Fact]
    public async Task A_revision_supersedes_and_what_was_stays_to_be_read()
    {
        await using var app = await CrmApp.Start();
        var (api, sale) = (await app.As(), await Sale.Open(await app.As()));
        var first = await Issued(api, sale, "2026-12-31");
        var before = await api.Get("/proposals/" + first);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var second = (await api.Post($"/proposals/{first}/revise")).Must(201).Id;
        (await api.Patch("/proposals/" + second, new { discount = new { percent = 5 } })).Must(200);
        var then = app.Clock.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var issued = (await api.Post($"/proposals/{second}/issue")).Must(200);
        ((int)issued["revision"]!, (string?)issued["number"], (string?)issued["total"]!["amount"])
            .Should()
            .Be((2, (string?)before["number"], "95.00"));
        ((string?)(await api.Get("/proposals/" + first)).Must(200)["status"]).Should().Be("superseded");
        var asOf = (await api.Get($"/proposals/{first}?asOf={then}")).Must(200);
        ((string?)asOf["status"], asOf["total"]!.ToJsonString())
            .Should()
            .Be(("issued", before["total"]!.ToJsonString()));
        ((string?)(await api.Get($"/proposals/{second}?asOf={then}")).Must(200)["status"]).Should().Be("draft");
        ((bool)(await api.Get($"/proposals/{first}?asOf=2027-01-01T00:00:00Z")).Must(200)["expired"]!)
            .Should()
            .BeFalse("superseded by then");
        (await api.Post($"/proposals/{second}/withdraw", new { reason = "Ошибка" })).Must(200);
        (await api.Post($"/proposals/{second}/withdraw", new { reason = "Ошибка" })).Must(200);
        (await api.Post($"/proposals/{second}/accept")).Must(409).Code.Should().Be("proposal.not_open");
        (await api.Post(sale.Path + "/orders", new { proposalId = first }))
            .Must(409)
            .Code.Should()
            .Be("proposal.not_open");
    }

    private static void Expired(Answer answer, string fix)
    {
        answer.Must(409).Code.Should().Be("proposal.expired");
        ((string?)answer["blockers"]![0]!["fix"]!["operationId"]).Should().Be(fix);
    }

    private static void To(CrmApp app, string instant) =>
        app.Clock.SetUtcNow(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<string> Draft(Testing.Api api, Sale sale, string validUntil) =>
        (await api.Post(sale.Path + "/proposals", new { lines = Lines, validUntil })).Must(201).Id;

    private static async Task<string> Issued(Testing.Api api, Sale sale, string validUntil)
    {
        var id = await Draft(api, sale, validUntil);
        (await api.Post($"/proposals/{id}/issue")).Must(200);
        return id;
    }
}
