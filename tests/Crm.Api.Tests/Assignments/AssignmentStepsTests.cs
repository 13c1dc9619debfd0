namespace Crm.Api.Tests.Assignments;

/// <summary>The life of an assignment over HTTP.</summary>
[Collection(OfficeCollection.Name)]
public sealed class AssignmentStepsTests(Office office)
{
    [Fact]
    public async Task An_assignment_is_given_accepted_completed_returned_and_confirmed_each_by_its_actor()
    {
        var given = (
            await office.Anna.Api.Post(
                "/assignments",
                new
                {
                    title = "Перезвонить в «Ромашку»",
                    text = "Спрашивали про сроки",
                    assignee = new { userId = office.Boris.Id },
                    importance = "high",
                    dueOn = "2026-12-24",
                    reviewerId = office.Head.Id,
                    reviewDueAt = "2026-12-25T09:00:00Z",
                }
            )
        ).Must(201);
        given.Headers["Location"].Should().Be("/api/v1/assignments/" + given.Id);
        ((string)given["status"]!, (string)given["importance"]!, (string)given["dueAt"]!, (string)given["dueOn"]!)
            .Should()
            .Be(
                ("given", "high", "2026-12-24T20:59:59Z", "2026-12-24"),
                "the end of the day in the time zone of the assignee"
            );
        ((string)given["author"]!["name"]!, (string)given["assignee"]!["name"]!, (string)given["reviewer"]!["name"]!)
            .Should()
            .Be(("Анна", "Борис", "Ольга"));
        var path = "/assignments/" + given.Id;
        (await office.Boris.Api.Post(path + "/accept")).Must(200);
        var completed = (await office.Boris.Api.Post(path + "/complete", new { result = "Дозвонился" })).Must(200);
        ((string)completed["status"]!, (string)completed["result"]!).Should().Be(("awaitsReview", "Дозвонился"));
        var returned = (await office.Head.Api.Post(path + "/return", new { reason = "Нет даты" })).Must(200);
        ((string)returned["status"]!, (int)returned["returned"]!, (string)returned["reason"]!)
            .Should()
            .Be(("accepted", 1, "Нет даты"));
        (await office.Boris.Api.Post(path + "/complete")).Must(200);
        var confirmed = (await office.Head.Api.Post(path + "/confirm")).Must(200);
        ((string)confirmed["status"]!, (int)confirmed["version"]!).Should().Be(("completed", 6));
        confirmed["closedAt"].Should().NotBeNull();

        var history = (await office.Anna.Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history
            .Select(one => ((string)one!["type"]!, (string)one["actor"]!["name"]!))
            .Should()
            .Equal(
                ("assignment_given", "Анна"),
                ("assignment_accepted", "Борис"),
                ("assignment_completed", "Борис"),
                ("assignment_returned", "Ольга"),
                ("assignment_completed", "Борис"),
                ("assignment_confirmed", "Ольга")
            );
        history[3]!["changes"]!
            .AsArray()
            .Select(change => (string)change!["field"]!)
            .Should()
            .BeEquivalentTo("status", "returned", "reason");
        ((string)(await office.Anna.Api.Get($"{path}?asOf={history[1]!["happenedAt"]}")).Must(200)["status"]!)
            .Should()
            .Be("accepted");
    }

    [Fact]
    public async Task A_due_day_ends_in_the_time_zone_of_the_assignee_and_for_a_role_in_that_of_the_company()
    {
        var far = await office.Person("Фёдор", null, "sales-manager");
        (await far.Api.Patch("/me/profile", new { timeZone = "Asia/Vladivostok" })).Must(200);
        var day = new { dueOn = "2027-02-01" };
        var path = "/assignments/" + await Office.Give(office.Anna, far, day);
        ((string)(await far.Api.Get(path))["dueAt"]!).Should().Be("2027-02-01T13:59:59Z");
        var open = await Office.GiveRole(office.Anna, "accountant", day);
        ((string)(await office.Anna.Api.Get("/assignments/" + open))["dueAt"]!).Should().Be("2027-02-01T20:59:59Z");
        var redirected = (await far.Api.Post(path + "/redirect", new { userId = office.Boris.Id })).Must(200);
        ((string)redirected["dueAt"]!, (string)redirected["dueOn"]!)
            .Should()
            .Be(("2027-02-01T20:59:59Z", "2027-02-01"));
        (await office.Anna.Api.Post(path + "/redirect", new { userId = far.Id })).Must(200);
        (await far.Api.Post(path + "/postpone", new { dueOn = "2027-02-02", reason = "Ждём" })).Must(200);
        var row = (await far.Api.Get("/tasks?assignee=me"))["items"]![0]!;
        ((string)row["dueAt"]!, (string)row["dueOn"]!).Should().Be(("2027-02-02T13:59:59Z", "2027-02-02"));
        ((string)(await far.Api.Get("/tasks/counts?assignee=me"))["timeZone"]!).Should().Be("Asia/Vladivostok");
    }

    [Fact]
    public async Task Without_a_reviewer_completing_ends_it_and_repeating_a_step_changes_nothing()
    {
        var path = "/assignments/" + await Office.Give(office.Anna, office.Boris);
        var first = (await office.Boris.Api.Post(path + "/complete", new { result = "Готово" })).Must(200);
        ((string)first["status"]!).Should().Be("completed");
        var again = (await office.Boris.Api.Post(path + "/complete", new { result = "Ещё раз" })).Must(200);
        ((int)again["version"]!, (string)again["result"]!).Should().Be((2, "Готово"));
        (await office.Anna.Api.Post(path + "/cancel", new { reason = "Поздно" }))
            .Must(409)
            .Code.Should()
            .Be("assignment.closed");
    }

    [Fact]
    public async Task A_declined_one_is_redirected_by_its_author_and_cancelled()
    {
        var path = "/assignments/" + await Office.Give(office.Anna, office.Boris);
        (await office.Boris.Api.Post(path + "/decline", new { })).Must(422);
        (await office.Boris.Api.Post(path + "/decline", new { reason = "Занят" })).Must(200);
        var redirected = (
            await office.Anna.Api.Post(path + "/redirect", new { userId = office.Stranger.Id, reason = "Борис занят" })
        ).Must(200);
        ((string)redirected["status"]!, (string)redirected["assignee"]!["name"]!).Should().Be(("given", "Пётр"));
        (await office.Boris.Api.Get(path)).Must(404);
        (await office.Stranger.Api.Get(path)).Must(200);
        (await office.Stranger.Api.Post(path + "/cancel", new { reason = "Нет" }))
            .Must(403)
            .Code.Should()
            .Be("assignment.not_author");
        (
            (string)
                (await office.Anna.Api.Post(path + "/cancel", new { reason = "Клиент позвонил" })).Must(200)["status"]!
        )
            .Should()
            .Be("cancelled");
    }

    [Fact]
    public async Task Of_two_members_of_a_role_who_accept_at_once_one_wins_and_the_other_gets_an_explained_conflict()
    {
        var path = "/assignments/" + await Office.GiveRole(office.Head, "sales-manager");
        foreach (var member in (Person[])[office.Anna, office.Stranger])
            (await member.Api.Get(path)).Must(200);
        var answers = await Task.WhenAll(
            office.Anna.Api.Post(path + "/accept"),
            office.Stranger.Api.Post(path + "/accept")
        );
        answers.Select(answer => answer.Status).Order().Should().Equal(200, 409);
        var refused = answers.Single(answer => answer.Status == 409);
        (refused.Code, (string)refused["blockers"]![0]!["actual"]!["text"]!)
            .Should()
            .Be(("assignment.taken", "accepted"));
        var winner = answers[0].Status == 200 ? office.Anna : office.Stranger;
        ((string)(await office.Head.Api.Get(path)).Must(200)["assignee"]!["id"]!).Should().Be(winner.Id);
        (await (winner == office.Anna ? office.Stranger : office.Anna).Api.Get(path)).Must(404);
        (await (await office.Narrow()).Api.Post(path + "/accept")).Must(404);
    }

    [Fact]
    public async Task Postponing_keeps_the_first_due_date_and_asks_for_a_reason()
    {
        var path =
            "/assignments/"
            + await Office.Give(office.Anna, office.Boris, new { dueAt = office.In(TimeSpan.FromDays(1)) });
        var first = (string)(await office.Boris.Api.Get(path))["dueAt"]!;
        (await office.Boris.Api.Post(path + "/postpone", new { dueOn = "2027-01-15" })).Must(422);
        var moved = (
            await office.Boris.Api.Post(path + "/postpone", new { dueOn = "2027-01-15", reason = "Клиент в отпуске" })
        ).Must(200);
        ((string)moved["dueAt"]!, (string)moved["firstDueAt"]!, (int)moved["postponed"]!)
            .Should()
            .Be(("2027-01-15T20:59:59Z", first, 1));
        var past = (
            await office.Boris.Api.Post(path + "/postpone", new { dueAt = "2020-01-01T00:00:00Z", reason = "Раньше" })
        ).Must(422);
        ((string)past["errors"]![0]!["pointer"]!, (string)past["errors"]![0]!["code"]!)
            .Should()
            .Be(("/dueAt", "due.past"));
        (await office.Boris.Api.Post(path + "/postpone", new { reason = "Когда-нибудь" })).Must(422);
    }

    [Fact]
    public async Task An_edit_needs_the_version_and_shows_what_changed()
    {
        var path = "/assignments/" + await Office.Give(office.Anna, office.Boris, new { text = "Срочно" });
        var before = await office.Anna.Api.Get(path);
        (await office.Anna.Api.Send(HttpMethod.Patch, path, new { title = "Другое" }, [])).Must(428);
        var after = (
            await office.Anna.Api.Patch(
                path,
                new
                {
                    title = "Написать",
                    text = (string?)null,
                    importance = "low",
                },
                before.ETag
            )
        ).Must(200);
        ((string)after["title"]!, after["text"], (string)after["importance"]!).Should().Be(("Написать", null, "low"));
        (await office.Anna.Api.Patch(path, new { title = "Опять" }, before.ETag)).Must(412);
        (await office.Boris.Api.Patch(path, new { title = "Моё" }, after.ETag)).Must(403);
        (await office.Anna.Api.Patch(path, new { importance = (string?)null }, after.ETag)).Must(422);
    }

    [Fact]
    public async Task What_a_body_gets_wrong_is_named()
    {
        var inactive = await office.Person("Уволен", null, "sales-manager");
        (await office.Admin.Patch("/users/" + inactive.Id, new { active = false })).Must(200);
        foreach (
            var (body, pointer, code) in new (object, string, string)[]
            {
                (new { title = "А", assignee = new { } }, "/assignee", "member.required"),
                (
                    new { title = "А", assignee = new { userId = office.Boris.Id, role = "accountant" } },
                    "/assignee/role",
                    "member.conflict"
                ),
                (new { title = "А", assignee = new { role = "nobody" } }, "/assignee/role", "role.not_found"),
                (new { title = "А", assignee = new { userId = Guid.NewGuid() } }, "/assignee/userId", "user.not_found"),
                (new { title = "А", assignee = new { userId = inactive.Id } }, "/assignee/userId", "user.inactive"),
                (
                    new
                    {
                        title = "А",
                        assignee = new { role = "accountant" },
                        reviewDueAt = "2027-01-01T00:00:00Z",
                    },
                    "/reviewDueAt",
                    "member.not_applicable"
                ),
                (
                    new
                    {
                        title = "А",
                        assignee = new { role = "accountant" },
                        dueOn = "2027-01-01",
                        dueAt = "2027-01-01T00:00:00Z",
                    },
                    "/dueAt",
                    "member.conflict"
                ),
            }
        )
        {
            var error = (await office.Anna.Api.Post("/assignments", body)).Must(422)["errors"]![0]!;
            ((string)error["pointer"]!, (string)error["code"]!).Should().Be((pointer, code));
        }
    }

    [Fact]
    public async Task Equal_requests_with_a_key_or_an_id_give_one_assignment()
    {
        var id = Guid.CreateVersion7();
        var body = new
        {
            id,
            title = "Раз",
            assignee = new { userId = office.Boris.Id },
        };
        (await office.Anna.Api.Post("/assignments", body)).Must(201);
        (await office.Anna.Api.Post("/assignments", body)).Must(200).Id.Should().Be(id.ToString());
        (
            await office.Anna.Api.Post(
                "/assignments",
                new
                {
                    id,
                    title = "Два",
                    assignee = new { userId = office.Boris.Id },
                }
            )
        ).Must(409).Code.Should().Be("id.taken");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var other = new { title = "Три", assignee = new { userId = office.Boris.Id } };
        var first = (await office.Anna.Api.Post("/assignments", other, key)).Must(201);
        var again = (await office.Anna.Api.Post("/assignments", other, key)).Must(201);
        (again.Text, again.Headers["Idempotency-Replayed"]).Should().Be((first.Text, "true"));
    }

    [Fact]
    public async Task A_preview_of_each_step_writes_nothing()
    {
        var id = await Office.Give(office.Anna, office.Boris, new { reviewerId = office.Head.Id });
        await Previewed(office.Boris, "accept", new { }, "accepted");
        await Previewed(office.Boris, "decline", new { reason = "Занят" }, "declined");
        await Previewed(office.Boris, "complete", new { }, "awaitsReview");
        ((string)(await office.Boris.Api.Get("/assignments/" + id))["status"]!).Should().Be("given");
        (await office.Boris.Api.Post($"/assignments/{id}/complete")).Must(200);
        await Previewed(office.Head, "confirm", new { }, "completed");
        await Previewed(office.Head, "return", new { reason = "Нет даты" }, "accepted");
        ((string)(await office.Boris.Api.Get("/assignments/" + id))["status"]!).Should().Be("awaitsReview");

        async Task Previewed(Person person, string step, object body, string after)
        {
            var parameters = new Dictionary<string, string> { ["assignmentId"] = id };
            var preview = (await person.Api.Preview(step + "Assignment", parameters, body)).Must(200);
            ((bool)preview["allowed"]!, (string)preview["after"]!["status"]!).Should().Be((true, after));
        }
    }
}
