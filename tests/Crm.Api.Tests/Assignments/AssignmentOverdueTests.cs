namespace Crm.Api.Tests.Assignments;

/// <summary>A due date that has passed becomes an event, once.</summary>
public sealed class AssignmentOverdueTests(Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task A_due_date_that_passes_is_recorded_once_however_often_the_timer_runs()
    {
        var id = await Office.Give(office.Anna, office.Boris, new { dueAt = office.In(TimeSpan.FromDays(1)) });
        var before = await office.Anna.Api.Get("/assignments/" + id);
        await office.Sweep();
        (await Overdue(id)).Should().BeEmpty("it is not due yet");
        office.App.Clock.Advance(TimeSpan.FromDays(2));
        await office.Sweep();
        await office.Sweep();
        var noted = (await Overdue(id)).Should().ContainSingle().Which;
        (noted["happenedAt"]!.ToJsonString(), (string)noted["actor"]!["kind"]!)
            .Should()
            .Be((before["dueAt"]!.ToJsonString(), "server"));
        var after = (await office.Anna.Api.Get("/assignments/" + id)).Must(200);
        ((bool)after["overdue"]!, (int)after["version"]!).Should().Be((true, 1), "a note moves no version");
        (
            await office.Boris.Api.Post(
                $"/assignments/{id}/postpone",
                new { dueAt = office.In(TimeSpan.FromDays(1)), reason = "Ждём" }
            )
        ).Must(200);
        office.App.Clock.Advance(TimeSpan.FromDays(2));
        await office.Sweep();
        (await Overdue(id)).Should().HaveCount(2, "the new date is another one");
    }

    [Fact]
    public async Task Nothing_is_recorded_of_what_has_ended_and_the_review_has_a_date_of_its_own()
    {
        var done = await Office.Give(office.Anna, office.Boris, new { dueAt = office.In(TimeSpan.FromDays(1)) });
        (await office.Boris.Api.Post($"/assignments/{done}/complete")).Must(200);
        var reviewed = await Office.Give(
            office.Anna,
            office.Boris,
            new
            {
                dueAt = office.In(TimeSpan.FromDays(1)),
                reviewerId = office.Head.Id,
                reviewDueAt = office.In(TimeSpan.FromDays(5)),
            }
        );
        (await office.Boris.Api.Post($"/assignments/{reviewed}/complete")).Must(200);
        office.App.Clock.Advance(TimeSpan.FromDays(2));
        await office.Sweep();
        (await Overdue(done)).Should().BeEmpty();
        (await Overdue(reviewed)).Should().BeEmpty();
        office.App.Clock.Advance(TimeSpan.FromDays(4));
        await office.Sweep();
        (await Overdue(reviewed)).Should().ContainSingle();
    }

    private async Task<System.Text.Json.Nodes.JsonNode[]> Overdue(string id) =>
        [
            .. (await office.Anna.Api.Get($"/assignments/{id}/history")).Must(200)["items"]!
                .AsArray()
                .Where(one => (string)one!["type"]! == "assignment_overdue")
                .Select(one => one!),
        ];
}
