using Crm.Api.Tests.Access;

namespace Crm.Api.Tests.Conventions;

/// <summary>docs/domain.md, Dry run: every command of a deal previews its result and writes nothing.</summary>
public sealed class DryRunTests(HostileHost host) : IClassFixture<HostileHost>
{
    public static TheoryData<string> Commands =>
        [
            .. SampleBody
                .All.Where(x =>
                    x.Id == "openDeal"
                    || x.Path.Contains("/deals/{", StringComparison.Ordinal)
                    || x.Path.Contains("/proposals/", StringComparison.Ordinal)
                )
                .Select(x => x.Id),
        ];

    /// <summary>Files of the catalogue preview their changes in their own format: line by line.</summary>
    private static readonly string[] Files = ["importProducts", "importListPrices", "importExchangeRates"];

    [Fact]
    public void Every_operation_that_writes_on_a_deal_takes_it_and_no_other_does() =>
        Table
            .Of(host.App)
            .Where(x => x.Operation.Query.Any(q => q.Name == "dryRun"))
            .Select(x => x.Operation.Id)
            .Should()
            .BeEquivalentTo([.. Commands.Select(x => x.Data), "addAttachment", "removeAttachment", .. Files]);

    [Theory, MemberData(nameof(Commands))]
    public async Task It_answers_and_writes_nothing(string id)
    {
        var row = SampleBody.Of(id);
        var before = await Everything();
        var answer = await host.Send(row with { Path = row.Path + "?dryRun=true" }, host.Fill(row.Least));
        (await Everything()).Should().Be(before, id);
        answer.Status.Should().Be(200, answer.Text);
        answer.Headers["Crm-Dry-Run"].Should().Be("true");
        var allowed = (bool)answer["allowed"]!;
        (allowed ? answer["code"] is null : answer["blockers"]!.AsArray().Count > 0 || answer.Code is not null)
            .Should()
            .BeTrue(answer.Text);
        if (!allowed)
            answer["facts"]!.AsArray().Should().BeEmpty();

        // The preview equals the result.
        if (id is "openDeal" or "closeDeal")
            return;
        var done = await host.Send(row, host.Fill(row.Least));
        (done.Status < 300).Should().Be(allowed, $"{answer.Text}\n{done.Text}");
        if (!allowed)
            (done.Code, string.Join(',', done.Blockers)).Should().Be((answer.Code, string.Join(',', answer.Blockers)));
    }

    [Fact]
    public async Task Authorization_validation_and_If_Match_are_those_of_the_command()
    {
        var path = host.Fill("/deals/{deal}/comments?dryRun=true");
        (await host.App.Anonymous().Post(path, new { text = "да" })).Must(401);
        (await (await host.App.As(Crm.Domain.Access.Scope.Read)).Post(path, new { text = "да" })).Must(403);
        (await host.Api.Post(path, new { text = "" })).Must(422);
        (await host.Api.Post(path, new { text = "да" }, ("If-Match", "\"1-0\""))).Must(412);
        (await host.Api.Post(path.Replace("=true", "=perhaps", StringComparison.Ordinal), new { text = "да" })).Must(
            400
        );
        (await host.Api.Post("/clients?dryRun=true", new { name = "Ромашка" }))
            .Must(400)
            .Code.Should()
            .Be("parameter.unknown");
        (await host.Api.Post($"/deals/{Guid.NewGuid()}/comments?dryRun=true", new { text = "да" })).Must(404);
        // Commands on money need an idempotency key; their dry runs do not.
        (await host.Api.Post(host.Fill("/deals/{deal}/payments?dryRun=true"), new { amount = Sale.Rub("1.00") })).Must(
            200
        );
    }

    [Fact]
    public async Task A_file_that_is_only_tried_is_not_kept()
    {
        var before = await Everything();
        using var form = new MultipartFormDataContent
        {
            {
                new ByteArrayContent("%PDF-1.7 x"u8.ToArray()) { Headers = { ContentType = new("application/pdf") } },
                "file",
                "a.pdf"
            },
        };
        var dry = (
            await host.Api.SendRaw(HttpMethod.Post, host.Fill("/deals/{deal}/attachments?dryRun=true"), form, [])
        ).Must(200);
        dry["facts"]!.AsArray().Select(x => (string)x!["type"]!).Should().Equal("attachment_added");
        (await Everything()).Should().Be(before);
    }

    /// <summary>Rows and, of the sequence of numbers, the next one.</summary>
    private async Task<string> Everything()
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            "select last_value::text || coalesce((select string_agg(version::text, ',' "
                + "order by id) from crm_events.mt_streams), '') from crm.deal_number",
            connection
        );
        return await Stored.Count(host.App) + (string)(await command.ExecuteScalarAsync())!;
    }
}
