namespace Crm.Api.Tests.Concurrency;

/// <summary>docs/domain.md, Concurrency: n counts the changes by users and rules, h is a hash of the rest of the body.</summary>
[Collection(HostCollection.Name)]
public sealed class ETagTests(TestHost host)
{
    private static string N(Answer answer) => answer.ETag!.Trim('"').Split('-')[0];

    [Fact]
    public async Task A_stale_edit_names_the_events_since_and_their_authors()
    {
        var user = (await host.Api.Post("/users", new { name = "Ирина", roles = new[] { "director" } })).Must(201).Id;
        var irina = await host.App.AsUser(Guid.Parse(user));
        var sale = await Sale.Open(host.Api);
        var tag = (await host.Api.Get(sale.Path)).ETag;
        (await irina.Post(sale.Path + "/comments", new { text = "Я была тут" })).Must(201);
        var stale = (await host.Api.Patch(sale.Path, new { title = "Другое" }, tag)).Must(412);
        stale.Code.Should().Be("version.stale");
        stale["since"]!.AsArray().Should().ContainSingle();
        ((string)stale["since"]![0]!["type"]!).Should().Be("comment_added");
        ((string)stale["since"]![0]!["actor"]!).Should().Be("Ирина");
        (await host.Api.Post(sale.Path + "/comments", new { text = "А" }, ("If-Match", tag!))).Must(412);
        (
            await host.Api.Post(
                sale.Path + "/comments",
                new { text = "А" },
                ("If-Match", (await host.Api.Get(sale.Path)).ETag!)
            )
        ).Must(201);
    }

    [Fact]
    public async Task If_match_compares_n_alone()
    {
        var sale = await (await Sale.Open(host.Api)).Contacted();
        var client = (await host.Api.Post("/clients", new { name = "Имя до" })).Must(201);
        (await host.Api.Post(sale.Path + "/client", new { clientId = client.Id })).Must(200);
        var english = await host.Api.Get(sale.Path);
        var russian = await host.Api.Get(sale.Path, ("Accept-Language", "ru"));
        russian.ETag.Should().NotBe(english.ETag);
        (await host.Api.Patch("/clients/" + client.Id, new { name = "Имя после" })).Must(200);
        var renamed = await host.Api.Get(sale.Path);
        ((string)renamed["client"]!["name"]!).Should().Be("Имя после");
        renamed.ETag.Should().NotBe(english.ETag);
        new[] { N(russian), N(renamed) }.Should().AllBe(N(english));
        (await host.Api.Patch(sale.Path, new { title = "Да" }, russian.ETag)).Must(200);
    }

    [Fact]
    public async Task If_match_takes_lists_and_refuses_nonsense()
    {
        var sale = await Sale.Open(host.Api);
        var tag = (await host.Api.Get(sale.Path)).ETag!;
        (await host.Api.Patch(sale.Path, new { title = "А" }, $"\"0-0\", {tag}")).Must(200);
        (await host.Api.Patch(sale.Path, new { title = "Б" }, $"\"0-0\", {tag}")).Must(412);
        foreach (var bad in (string[])["abc", "\"\"", "\"x-1\"", "1"])
            (await host.Api.Patch(sale.Path, new { title = "В" }, bad))
                .Must(400)
                .Code.Should()
                .Be("header.invalid", bad);
        (await host.Api.Patch(sale.Path, new { title = "Г" }, "*")).Must(200);
    }

    [Theory]
    [InlineData("/deals/{0}"), InlineData("/clients/{1}"), InlineData("/proposals/{2}")]
    public async Task A_patch_needs_if_match(string path)
    {
        var sale = await (await (await (await Sale.Open(host.Api)).Contacted()).Qualified()).Proposed();
        var target = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            path,
            sale.Id,
            sale.ClientId,
            sale.ProposalId
        );
        (await host.Api.Send(HttpMethod.Patch, target, new { }, [])).Must(428).Code.Should().Be("if_match.required");
    }

    [Fact]
    public async Task If_none_match_compares_the_whole()
    {
        var sale = await Sale.Open(host.Api);
        foreach (var path in (string[])["", "/balance", "/tasks/" + await sale.Task()])
        {
            var tag = (await host.Api.Get(sale.Path + path)).ETag!;
            var same = await host.Api.Get(sale.Path + path, ("If-None-Match", tag));
            same.Must(304).Text.Should().BeEmpty();
            same.ETag.Should().Be(tag);
            (await host.Api.Get(sale.Path + path, ("If-None-Match", tag), ("Accept-Language", "ru"))).Must(200);
            (await host.Api.Get(sale.Path + path, ("If-None-Match", "\"1-0\""))).Must(200);
        }
    }

    [Fact]
    public async Task A_task_whose_check_has_changed_is_not_unmodified()
    {
        var sale = await (
            await (await (await (await (await Sale.Open(host.Api)).Contacted()).Qualified()).Proposed()).Presented()
        ).Agreed();
        (await host.Api.Patch("/clients/" + sale.ClientId, new { legalDetails = (object?)null })).Must(200);
        var (path, tag) = ($"{sale.Path}/tasks/{await sale.Task()}", "");
        tag = (await host.Api.Get(path)).Must(200).ETag!;
        (
            await host.Api.Patch(
                "/clients/" + sale.ClientId,
                new { legalDetails = new { taxId = FreshTaxId.Company(), registeredName = "А" } }
            )
        ).Must(200);
        (await host.Api.Get(path, ("If-None-Match", tag))).Must(200);
    }

    [Fact]
    public async Task A_revoked_key_is_not_unmodified()
    {
        var key = (await host.Api.Post("/api-keys", new { name = "k", scopes = new[] { "read" } })).Must(201).Id;
        var tag = (await host.Api.Get("/api-keys/" + key)).Must(200).ETag!;
        (await host.Api.Get("/api-keys/" + key, ("If-None-Match", tag))).Must(304);
        (await host.Api.Post($"/api-keys/{key}/revoke")).Must(200);
        (await host.Api.Get("/api-keys/" + key, ("If-None-Match", tag))).Must(200);
    }

    [Fact]
    public async Task A_refusal_does_not_move_the_tag()
    {
        var sale = await Sale.Open(host.Api);
        var before = await host.Api.Get(sale.Path);
        (await sale.TryComplete()).Must(409);
        var after = await host.Api.Get(sale.Path);
        after.ETag.Should().Be(before.ETag);
        after.Text.Should().Be(before.Text);
        (await host.Api.Get(sale.Path + "/history?type=stage_task_completion_refused"))["items"]!
            .AsArray()
            .Should()
            .ContainSingle();
        (await host.Api.Patch(sale.Path, new { title = "Можно" }, before.ETag)).Must(200);
    }

    [Fact]
    public async Task What_a_command_answers_is_what_reading_answers()
    {
        var sale = await (await Sale.Open(host.Api)).ToFulfilment();
        var paid = (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("10.00") })).Must(201);
        var read = await host.Api.Get(paid.Headers["Location"]);
        (read.Text, read.ETag).Should().Be((paid.Text, paid.ETag));
        var edited = (await host.Api.Patch(sale.Path, new { comment = "Заметка" })).Must(200);
        read = await host.Api.Get(sale.Path);
        (read.Text, read.ETag).Should().Be((edited.Text, edited.ETag));
    }
}
