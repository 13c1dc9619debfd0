using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Tests.Conventions;
using static Crm.Api.Tests.Conventions.JsonSamples;

namespace Crm.Api.Tests.Localization;

/// <summary>Refusals as a Russian reader gets them: no answer ends in English.</summary>
public sealed partial class RussianRefusalTests(HostileHost host) : IClassFixture<HostileHost>
{
    private static readonly (string, string) InRussian = ("Accept-Language", "ru");

    public static TheoryData<string> Rows => SampleBody.Ids;

    [Theory, MemberData(nameof(Rows))]
    public async Task No_fault_of_a_body_is_told_in_English(string id)
    {
        var row = SampleBody.Of(id);
        var (least, more) = (host.Json(row.Least), host.Json(row.More));
        foreach (var (path, node) in Nested(least).Concat(Nested(more)).ToArray())
        foreach (var wrong in (JsonNode?[])[JsonValue.Create("нет"), null])
            Told(await host.Send(row, Changed(least, more, path, _ => wrong).ToJsonString(), InRussian));
        Told(await host.Send(row, """{"extra":1}""", InRussian));
    }

    [Theory]
    [InlineData("/deals?statsu=open", "Неизвестный параметр. Возможно, вы имели в виду 'status'?")]
    [InlineData("/deals?sort=x", "Недопустимая сортировка. Допустимо: ", false)]
    [InlineData("/deals?limit=500", "Недопустимый limit. От 1 до 200.")]
    [InlineData("/deals?limit=5&limit=6", "Параметр указан дважды")]
    [InlineData("/tasklist?dueAt.lt=x", "Нет такого адреса", null)]
    [InlineData(
        "/deals?openedAt.gt=x",
        "Недопустимое значение параметра. Момент по RFC 3339, например 2026-11-23T10:00:00Z."
    )]
    public async Task A_parameter_is_explained_in_sentences(string path, string detail, bool? isWhole = true)
    {
        var refused = await host.Api.Get(path, InRussian);

        var told = isWhole is null ? (string)refused["title"]! : (string)refused["errors"]![0]!["detail"]!;
        if (isWhole == false)
            told.Should().StartWith(detail);
        else
            told.Should().Be(detail);
    }

    [Theory]
    [InlineData("/deals", "{}", "Обязательное поле")]
    [InlineData(
        "/deals/{deal}/invoices",
        """{"orderId":"{order}","lines":[],"amount":{"amount":"1.00","currency":"RUB"}}""",
        "Поля исключают друг друга. Либо lines, либо amount."
    )]
    [InlineData(
        "/deals/{deal}/proposals",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"},"vatRate":17}],"validUntil":"2027-01-01"}""",
        "Неизвестная ставка НДС. Допустимо: 0, 5, 7, 10, 20, 22."
    )]
    [InlineData(
        "/deals/{deal}/payments",
        """{"amount":{"amount":"1.00","currency":"RUB"},"paidOn":"2026-11-25"}""",
        "Дата в будущем. Не позднее 23.11.2026."
    )]
    public async Task A_member_is_explained_in_sentences(string path, string body, string detail) =>
        (
            (string?)
                (
                    await host.Api.Post(
                        host.Fill(path),
                        host.Fill(body),
                        InRussian,
                        ("Idempotency-Key", Guid.NewGuid().ToString())
                    )
                ).Must(422)["errors"]![0]!["detail"]
        )
            .Should()
            .Be(detail);

    [Fact]
    public async Task Blockers_and_checks_say_in_Russian_what_was_expected_and_found()
    {
        var sale = await Sale.Open(host.Api);
        var checks = (await Tasks(sale.Path, "open"))[0]!["checks"]!;
        ((string?)checks[0]!["title"], (string?)checks[0]!["code"])
            .Should()
            .Be(("Записаны взаимодействия", "interaction-recorded"));

        var blocker = (await host.Api.Post(sale.Path + "/close", new { outcome = "won" }, InRussian)).Must(409)[
            "blockers"
        ]![0]!;

        ((string?)blocker["code"], (string?)blocker["expected"]!["text"], (string?)blocker["actual"]!["text"])
            .Should()
            .Be(("client.unidentified", "определён", "нет"));
    }

    [Fact]
    public async Task A_task_that_was_completed_says_that_its_checks_were_met()
    {
        var done = (await Tasks(host.Fill("/deals/{deal}"), "completed"))[0]!;

        ((string?)done["checks"]![0]!["actual"]!["text"]).Should().Be("выполнено при завершении задачи");
    }

    private async Task<JsonNode?[]> Tasks(string deal, string status) =>
        [
            .. (await host.Api.Get(deal + "/tasks", InRussian)).Must(200)["items"]!
                .AsArray()
                .Where(task => (string?)task!["status"] == status),
        ];

    private static void Told(Answer refused)
    {
        if (refused.Status is 422)
            foreach (var fault in refused["errors"]!.AsArray())
                English().IsMatch((string)fault!["detail"]!).Should().BeFalse((string)fault["detail"]!);
        foreach (var blocker in refused.Status == 409 ? refused["blockers"]?.AsArray() ?? [] : [])
            English()
                .IsMatch($"{blocker!["expected"]!["text"]} {blocker["actual"]!["text"]}")
                .Should()
                .BeFalse(blocker.ToJsonString());
    }

    /// <summary>Codes such as head-of-sales are the same in all languages.</summary>
    [GeneratedRegex(
        @"(?<![\w-])(a|an|the|of|at|or|and|not|no|most|least|only|with|is|must|none|this)(?![\w-])",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex English();
}
