using Crm.Api.Tests.Access;
using Crm.Api.Tests.CustomFields;

namespace Crm.Api.Tests.Lists;

/// <summary>A board polls lists and reports with their tag: 304 until its page would differ, whatever the difference comes from.</summary>
[Collection(CompanyCollection.Name)]
public sealed class PollingTests(Company company)
{
    private Testing.Api Admin => company.Admin;

    [Fact]
    public async Task A_page_is_unmodified_until_something_on_it_changes()
    {
        var (list, deal, client) = await Board();
        var tag = (await Admin.Get(list)).Must(200).ETag!;
        tag.Should().StartWith("W/\"-");
        (await Poll(list, tag)).Must(304);

        tag = await Changed(
            list,
            tag,
            async () => (await Admin.Patch("/deals/" + deal, new { comment = "Ждёт" })).Must(200)
        );
        tag = await Changed(
            list,
            tag,
            async () => (await Admin.Patch("/clients/" + client, new { name = "Лютик" })).Must(200)
        );
        tag = await Changed(list, tag, async () => (await Admin.PostOnce("/deals", Card(list, client))).Must(201));
        (await Admin.PostOnce("/deals", new { title = "Не на доске" })).Must(201);
        (await Poll(list, tag)).Must(304);
    }

    [Fact]
    public async Task A_tag_is_of_one_language()
    {
        var (list, _, _) = await Board();
        var english = (await Admin.Get(list, ("Accept-Language", "en"))).ETag!;

        var russian = (await Admin.Get(list, ("Accept-Language", "ru"), ("If-None-Match", english))).Must(200);

        russian.ETag.Should().NotBe(english);
        (await Admin.Get(list, ("Accept-Language", "ru"), ("If-None-Match", russian.ETag!))).Must(304);
    }

    [Theory]
    [InlineData("/products"), InlineData("/deals/{dealId}/shipments"), InlineData("/reports/gross-profit?by=deal")]
    public async Task Readers_who_see_different_fields_or_deals_have_different_tags(string path)
    {
        path = path.Replace("{dealId}", company.OwnOf("sales-manager")["dealId"], StringComparison.Ordinal);
        var (auditor, manager) = (company.As("auditor"), company.As("sales-manager"));
        var full = (await auditor.Get(path)).Must(200);

        var less = (await manager.Get(path, ("If-None-Match", full.ETag!))).Must(200);

        less.Text.Should().NotBe(full.Text);
        less.ETag.Should().NotBe(full.ETag);
        (await manager.Get(path, ("If-None-Match", less.ETag!))).Must(304);
    }

    [Fact]
    public async Task A_page_of_other_rights_is_modified()
    {
        var user = await company.User("Доска", company.North, "sales-manager");
        var api = await company.App.AsUser(Guid.Parse(user));
        var field = FieldApi.Fresh("rights");
        await Admin.Define("deal", field, "text");
        var list = $"/deals?customField={field}:yes";
        foreach (var title in (string[])["А", "Б"])
            (
                await Admin.PostOnce(
                    "/deals",
                    new
                    {
                        title,
                        managerId = user,
                        customFields = new Dictionary<string, string> { [field] = "yes" },
                    }
                )
            ).Must(201);
        var seen = (await api.Get(list)).Must(200);
        seen["items"]!.AsArray().Should().HaveCount(2);

        (
            await Admin.Post($"/deals/{seen["items"]![0]!["id"]}/manager", new { userId = company.UserOf("auditor") })
        ).Must(200);

        (await api.Get(list, ("If-None-Match", seen.ETag!))).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    [Theory]
    [InlineData("/reports/sales-funnel"), InlineData("/reports/sales-funnels"), InlineData("/reports/lost-reasons")]
    [InlineData("/reports/sales-funnel/deals?limit=200")]
    public async Task A_report_is_unmodified_while_time_passes_and_not_after_an_event_that_it_counts(string path)
    {
        var position = (await Admin.PostOnce("/deals", new { title = "До" })).Must(201).Headers["Crm-Position"];
        var before = (await Admin.Get(path, ("Crm-Min-Position", position))).Must(200);
        company.App.Clock.Advance(TimeSpan.FromSeconds(1));

        (await Poll(path, before.ETag!)).Must(304);
        await Admin.PostOnce("/deals", new { title = "После", expectedAmount = Sale.Rub("10.00") });
        var lost = (await Admin.PostOnce("/deals", new { title = "Проиграна" })).Must(201).Id;
        position = (await Admin.Post($"/deals/{lost}/close", new { outcome = "lost", lostReason = "price" }))
            .Must(200)
            .Headers["Crm-Position"];
        var after = await Admin.Get(path, ("Crm-Min-Position", position), ("If-None-Match", before.ETag!));

        after.Must(200).ETag.Should().NotBe(before.ETag);
        after
            .Position.Should()
            .BeGreaterThanOrEqualTo(long.Parse(position, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_weak_tag_is_no_version()
    {
        var (list, deal, _) = await Board();
        var tag = (await Admin.Get(list)).ETag!;

        (await Admin.Patch("/deals/" + deal, new { comment = "А" }, tag)).Must(400).Code.Should().Be("header.invalid");
    }

    private Task<Answer> Poll(string path, string tag) => Admin.Get(path, ("If-None-Match", tag));

    private async Task<string> Changed(string list, string tag, Func<Task> change)
    {
        await change();
        var changed = (await Poll(list, tag)).Must(200);
        changed.ETag.Should().NotBe(tag);
        (await Poll(list, changed.ETag!)).Must(304);
        return changed.ETag!;
    }

    /// <summary>A list with one deal of a client, which no other test adds to.</summary>
    private async Task<(string List, string Deal, string Client)> Board()
    {
        var field = FieldApi.Fresh("board");
        await Admin.Define("deal", field, "text");
        var client = (await Admin.Post("/clients", new { name = "Ромашка" })).Must(201).Id;
        var list = $"/deals?customField={field}:yes&sort=openedAt";
        return (list, (await Admin.PostOnce("/deals", Card(list, client))).Must(201).Id, client);
    }

    private static object Card(string list, string client) =>
        new
        {
            title = "Стол",
            clientId = client,
            customFields = new Dictionary<string, string> { [list.Split('=')[1].Split(':')[0]] = "yes" },
        };
}
