namespace Crm.Api.Tests.Assignments;

/// <summary>Who sees an assignment, and what it shows of its deal and client.</summary>
[Collection(OfficeCollection.Name)]
public sealed class AssignmentSightTests(Office office)
{
    [Fact]
    public async Task Author_assignee_reviewer_and_their_head_see_it_and_nobody_else()
    {
        var id = await Office.Give(office.Anna, office.Stranger, new { reviewerId = office.Accountant.Id });
        foreach (var person in (Person[])[office.Anna, office.Stranger, office.Accountant, office.Head])
        {
            (await person.Api.Get("/assignments/" + id)).Must(200);
            (await person.Api.Get($"/assignments/{id}/history")).Must(200);
            (await Ids(person, "")).Should().Contain(id);
        }

        (await office.Boris.Api.Get("/assignments/" + id)).Must(404).Code.Should().Be("assignment.not_found");
        (await office.Boris.Api.Get($"/assignments/{id}/history")).Must(404);
        (await office.Boris.Api.Post($"/assignments/{id}/accept")).Must(404);
        (await Ids(office.Boris, "")).Should().NotContain(id);
        (await Ids(office.Boris, "&assignee=" + office.Stranger.Id)).Should().NotContain(id);
    }

    [Fact]
    public async Task Who_gave_it_follows_it()
    {
        var id = await Office.Give(office.Anna, office.Stranger);
        (await office.Stranger.Api.Post($"/assignments/{id}/complete")).Must(200);
        (await Ids(office.Anna, "&author=me")).Should().Contain(id);
        (await Ids(office.Stranger, "&author=me")).Should().NotContain(id);
    }

    [Fact]
    public async Task It_grants_no_sight_of_its_deal_and_client()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var client = (await office.Anna.Api.Post("/clients", new { name = "Лютик" })).Must(201).Id;
        (await office.Anna.Api.Post(sale.Path + "/client", new { clientId = client })).Must(200);
        var narrow = await office.Narrow();
        var id = await Office.Give(office.Anna, narrow, new { dealId = sale.Id, clientId = client });
        var seen = (await office.Anna.Api.Get("/assignments/" + id)).Must(200);
        ((string)seen["deal"]!["id"]!, (string)seen["client"]!["name"]!).Should().Be((sale.Id, "Лютик"));
        seen["deal"]!["number"].Should().NotBeNull();
        var hidden = (await narrow.Api.Get("/assignments/" + id)).Must(200);
        (hidden["deal"], hidden["client"]).Should().Be((null, null));
        (await narrow.Api.Get($"/assignments/{id}/history")).Must(200).Text.Should().NotContain("Лютик");
        (await narrow.Api.Post($"/assignments/{id}/accept")).Must(200).Text.Should().NotContain(sale.Id);
        (await narrow.Api.Get(sale.Path)).Must(404);
        (await narrow.Api.Get("/clients/" + client)).Must(404);
        (await Ids(narrow, "&dealId=" + sale.Id)).Should().BeEmpty("the filter would tell of the deal");
        (await Ids(narrow, "&clientId=" + client)).Should().BeEmpty();
        (await Ids(office.Anna, "&dealId=" + sale.Id)).Should().Equal(id);
        (await Ids(office.Anna, "&clientId=" + client)).Should().Equal(id);
    }

    [Fact]
    public async Task Only_what_the_caller_sees_is_linked()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var client = (await office.Anna.Api.Post("/clients", new { name = "Лютик" })).Must(201).Id;
        var narrow = await office.Narrow();
        foreach (
            var (member, value, code) in new[]
            {
                ("dealId", sale.Id, "deal.not_found"),
                ("clientId", client, "client.not_found"),
            }
        )
        {
            var body = new Dictionary<string, object>
            {
                ["title"] = "Узнать",
                ["assignee"] = new { userId = office.Boris.Id },
                [member] = value,
            };
            var error = (await narrow.Api.Post("/assignments", body)).Must(422)["errors"]![0]!;
            ((string)error["pointer"]!, (string)error["code"]!).Should().Be(("/" + member, code));
        }
    }

    [Fact]
    public async Task Pages_are_sorted_by_due_date_with_none_last()
    {
        var person = await office.Person("Мария", null, "sales-manager");
        var late = await Office.Give(person, person, new { dueOn = "2027-03-01" });
        var none = await Office.Give(person, person);
        var soon = await Office.Give(person, person, new { dueOn = "2027-02-01", importance = "high" });
        var page = (await person.Api.Get("/assignments?assignee=me&limit=2&count=true")).Must(200);
        (page["items"]!.AsArray().Select(one => (string)one!["id"]!).ToArray(), (int)page["total"]!)
            .Should()
            .BeEquivalentTo((new[] { soon, late }, 3));
        var next = (
            await person.Api.Get($"/assignments?assignee=me&limit=2&count=true&cursor={page["nextCursor"]}")
        ).Must(200);
        ((string)next["items"]![0]!["id"]!, next["nextCursor"]).Should().Be((none, null));
        (await Ids(person, "&sort=-dueAt")).Should().Equal(late, soon, none);
        (await Ids(person, "&importance=high")).Should().Equal(soon);
        (await Ids(person, "&dueAt.gte=2027-02-15T00:00:00Z")).Should().Equal(late);
        (await Ids(person, "&teamId=" + office.Team)).Should().BeEmpty();
    }

    private static async Task<string[]> Ids(Person person, string query) =>
        [
            .. (await person.Api.Get("/assignments?limit=200" + query)).Must(200)["items"]!
                .AsArray()
                .Select(one => (string)one!["id"]!),
        ];
}
