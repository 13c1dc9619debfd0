using Crm.Api.Problems;

namespace Crm.Api.Tests.Conventions;

/// <summary>Well-formed bodies with invalid values: each has a stable code and the member's pointer, and nothing is written.</summary>
public sealed class HostileValueTests(HostileHost host) : IClassFixture<HostileHost>
{
    public static TheoryData<string> Amounts =>
        [
            "\"" + new string('9', 40) + "\"",
            "\"-1.00\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"1e5\"",
            "\"1,5\"",
            "\" 1\"",
            "\"\"",
            "\"0x10\"",
            "\"1.\"",
            "\".5\"",
            "\"--1\"",
            "\"٣\"",
            "\"0.0000001\"",
            "10",
            "10.5",
            "1e400",
            "null",
            "true",
            "\"1.001\"",
            "[]",
        ];

    [Theory, MemberData(nameof(Amounts))]
    public async Task An_amount_is_a_plain_decimal_string(string amount)
    {
        var money = $$$"""{"amount":{{{amount}}},"currency":"RUB"}""";
        await Refused("/deals", $$$"""{"title":"А","expectedAmount":{{{money}}}}""", "/expectedAmount");
        await Refused("/deals/{deal}/payments", $$$"""{"amount":{{{money}}}}""", "/amount");
        await Refused("/deals/{deal}/refunds", $$$"""{"amount":{{{money}}},"reason":"А"}""", "/amount");
        if (amount != "\"1.001\"")
            await Refused(
                "/deals/{deal}/orders",
                $$$"""{"lines":[{"name":"А","quantity":1,"price":{{{money}}}}]}""",
                "/lines"
            );
        if (amount != "\"1.001\"")
            await Refused("/products", $$$"""{"name":"А","price":{{{money}}}}""", "/price");
    }

    [Theory]
    [InlineData("XXX"), InlineData("rub"), InlineData(""), InlineData("РУБ"), InlineData("RUBB")]
    public async Task A_currency_is_a_code_of_ISO_4217(string currency)
    {
        await Refused(
            "/deals",
            $$$"""{"title":"А","expectedAmount":{"amount":"1.00","currency":"{{{currency}}}"}}""",
            "/expectedAmount"
        );
        await Refused(
            "/deals/{deal}/payments",
            $$$"""{"amount":{"amount":"1.00","currency":"{{{currency}}}"}}""",
            "/amount"
        );
    }

    [Fact]
    public async Task Money_has_two_members_each_once()
    {
        foreach (
            var money in (string[])
                [
                    "{}",
                    """{"amount":"1.00"}""",
                    """{"currency":"RUB"}""",
                    """{"amount":"1.00","currency":"RUB","rate":1}""",
                    """{"amount":"1.00","amount":"2.00","currency":"RUB"}""",
                    "\"1.00\"",
                    "1",
                ]
        )
            await Refused("/deals/{deal}/payments", $$$"""{"amount":{{{money}}}}""", "/amount");
    }

    [Theory]
    [
        InlineData("0"),
        InlineData("-1"),
        InlineData("1e30"),
        InlineData("0.0000001"),
        InlineData("1000000000000"),
        InlineData("2000000000")
    ]
    public async Task A_quantity_is_above_zero_and_not_beyond_reason(string quantity)
    {
        await Refused(
            "/deals/{deal}/orders",
            $$$"""{"lines":[{"name":"А","quantity":{{{quantity}}},"price":{"amount":"1.00","currency":"RUB"}}]}""",
            "/lines"
        );
        await Refused(
            "/deals/{deal}/proposals",
            $$$"""{"lines":[{"name":"А","quantity":{{{quantity}}},"price":"""
                + """{"amount":"1.00","currency":"RUB"}}],"validUntil":"2027-01-01"}""",
            "/lines"
        );
        await Refused(
            "/deals/{deal}/shipments",
            $$$"""{"orderId":"{order}","lines":[{"lineId":"{line}","quantity":{{{quantity}}}}]}""",
            "/lines"
        );
    }

    [Theory]
    [
        InlineData("\"2026-13-01\""),
        InlineData("\"2026-02-30\""),
        InlineData("\"tomorrow\""),
        InlineData("\"2026-11-23T00:00:00Z\""),
        InlineData("\"0001-01-01\""),
        InlineData("\"9999-12-31\"")
    ]
    public async Task A_business_date_is_a_date_of_our_times(string date)
    {
        await Refused("/deals", $$$"""{"title":"А","expectedCloseOn":{{{date}}}}""", "/expectedCloseOn");
        await Refused(
            "/deals/{deal}/proposals",
            $$$"""{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}],"validUntil":{{{date}}}}""",
            "/validUntil"
        );
        await Refused(
            "/deals/{deal}/payments",
            $$$"""{"amount":{"amount":"1.00","currency":"RUB"},"paidOn":{{{date}}}}""",
            "/paidOn"
        );
    }

    [Theory]
    [
        InlineData("\"2026-11-23\""),
        InlineData("\"2026-11-23T10:00:00\""),
        InlineData("\"2026-11-23 10:00:00Z\""),
        InlineData("\"2026/11/23T10:00:00Z\""),
        InlineData("\"0001-01-01T00:00:00Z\""),
        InlineData("\"now\""),
        InlineData("1700000000"),
        InlineData("\"2026-11-23T25:00:00Z\"")
    ]
    public async Task An_instant_is_RFC_3339_with_an_offset(string instant)
    {
        await Refused("/deals", $$$"""{"title":"А","happenedAt":{{{instant}}}}""", "/happenedAt");
        await Refused("/deals/{deal}/presentations", $$$"""{"heldAt":{{{instant}}},"outcome":"А"}""", "/heldAt");
    }

    [Theory]
    [InlineData(
        "/deals/{deal}/payments",
        """{"amount":{"amount":"1.00","currency":"RUB"},"paidOn":"2026-11-25"}""",
        "/paidOn"
    )]
    [InlineData(
        "/deals/{deal}/shipments",
        """{"orderId":"{order}","lines":[{"lineId":"{line}","quantity":1}],"shippedOn":"2026-11-25"}""",
        "/shippedOn"
    )]
    [InlineData("/deals/{deal}/presentations", """{"heldAt":"2026-11-25T00:00:00Z","outcome":"А"}""", "/heldAt")]
    public async Task What_was_done_was_not_done_in_the_future(string path, string body, string pointer) =>
        await Refused(path, body, pointer, "date.future");

    [Theory]
    [InlineData("/deals", """{"title":"А","clientId":"{none}"}""", "/clientId", "client.not_found")]
    [InlineData("/deals", """{"title":"А","managerId":"{none}"}""", "/managerId", "user.not_found")]
    [InlineData("/deals", """{"title":"А","source":"{none}"}""", "/source", "source.not_found")]
    [InlineData("/deals", """{"title":"А","source":"nowhere"}""", "/source", "source.not_found")]
    [InlineData("/deals", """{"title":"А","kind":"nonsense"}""", "/kind", "deal_kind.not_found")]
    [InlineData("/deals", """{"title":"А","kindId":"{none}"}""", "/kindId", "deal_kind.not_found")]
    [InlineData(
        "/deals",
        """{"title":"А","interest":[{"productId":"{none}"}]}""",
        "/interest/0/productId",
        "product.not_found"
    )]
    [InlineData("/deals", """{"title":"А","probability":101}""", "/probability", "percent.out_of_range")]
    [InlineData("/deals", """{"title":"   "}""", "/title", "member.blank")]
    [InlineData("/deals", """{"title":"А","id":"00000000-0000-0000-0000-000000000000"}""", "/id", "member.invalid")]
    [InlineData("/deals/{deal}/client", """{"clientId":"{none}"}""", "/clientId", "client.not_found")]
    [InlineData("/deals/{deal}/manager", """{"userId":"{none}"}""", "/userId", "user.not_found")]
    [InlineData("/deals/{deal}/participants", """{"userIds":["{none}"]}""", "/userIds/0", "user.not_found")]
    [InlineData(
        "/deals/{deal}/close",
        """{"outcome":"lost","lostReason":"nonsense"}""",
        "/lostReason",
        "lost_reason.unknown"
    )]
    [InlineData("/deals/{deal}/move", """{"stage":"nonsense"}""", "/stage", "stage.unknown")]
    [InlineData(
        "/deals/{deal}/interactions",
        """{"kind":"call","description":"А","with":[{"contactId":"{none}"}]}""",
        "/with/0/contactId",
        "contact.not_found"
    )]
    [InlineData(
        "/deals/{deal}/interactions",
        """{"kind":"call","description":"А","with":[{}]}""",
        "/with/0",
        "member.conflict"
    )]
    [InlineData(
        "/deals/{deal}/comments",
        """{"text":"А","id":"00000000-0000-0000-0000-000000000000"}""",
        "/id",
        "member.invalid"
    )]
    [InlineData("/deals/{deal}/proposals", """{"lines":[],"validUntil":"2027-01-01"}""", "/lines", "member.empty")]
    [InlineData(
        "/deals/{deal}/proposals",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"},"vatRate":17}],"validUntil":"2027-01-01"}""",
        "/lines/0/vatRate",
        "vat_rate.unknown"
    )]
    [InlineData(
        "/deals/{deal}/proposals",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"},"discountPercent":"""
            + """100.5}],"validUntil":"2027-01-01"}""",
        "/lines/0/discountPercent",
        "percent.out_of_range"
    )]
    [InlineData("/deals/{deal}/orders", """{"proposalId":"{none}"}""", "/proposalId", "proposal.not_found")]
    [InlineData("/deals/{deal}/invoices", """{"orderId":"{none}"}""", "/orderId", "order.not_found")]
    [InlineData("/deals/{deal}/invoices", """{"lines":[null]}""", "/lines/0", "member.null")]
    [InlineData("/deals/{deal}/invoices", """{}""", "/orderId", "member.required")]
    [InlineData(
        "/deals/{deal}/shipments",
        """{"orderId":"{none}","lines":[{"lineId":"{line}","quantity":1}]}""",
        "/orderId",
        "order.not_found"
    )]
    [InlineData(
        "/deals/{deal}/shipments",
        """{"orderId":"{order}","lines":[{"lineId":"{none}","quantity":1}]}""",
        "/lines/0/lineId",
        "order_line.not_found"
    )]
    [InlineData(
        "/deals/{deal}/shipments",
        """{"orderId":"{order}","lines":[{"lineId":"{line}","quantity":1},{"lineId":"{line}","quantity":1}]}""",
        "/lines/1/lineId",
        "order_line.twice"
    )]
    [InlineData(
        "/deals/{deal}/returns",
        """{"shipmentId":"{none}","lines":[{"lineId":"{line}","quantity":1}],"reason":"А"}""",
        "/shipmentId",
        "shipment.not_found"
    )]
    [InlineData(
        "/deals/{deal}/payments",
        """{"amount":{"amount":"1.00","currency":"RUB"},"invoiceId":"{none}"}""",
        "/invoiceId",
        "invoice.not_found"
    )]
    [InlineData(
        "/deals/{deal}/payments",
        """{"amount":{"amount":"1.00","currency":"RUB"},"allocations":[{"invoiceId":"{invoice}","amount":"""
            + """{"amount":"2.00","currency":"RUB"}}]}""",
        "/allocations",
        "allocations.exceed_payment"
    )]
    [InlineData(
        "/deals/{deal}/refunds",
        """{"amount":{"amount":"1.00","currency":"RUB"},"reason":"А","invoiceId":"{none}"}""",
        "/invoiceId",
        "invoice.not_found"
    )]
    [InlineData("/api-keys", """{"name":"А","scopes":[]}""", "/scopes", "member.empty")]
    [InlineData("/api-keys", """{"name":"А","scopes":["root"]}""", "/scopes/0", "member.invalid")]
    public async Task A_member_that_refers_to_nothing_is_named(string path, string body, string pointer, string code) =>
        await Refused(path, body, pointer, code);

    private async Task Refused(string path, string body, string pointer, string? code = null)
    {
        var before = await Stored.Count(host.App);
        var answer = await host.Api.Post(
            host.Fill(path),
            host.Fill(body).Replace("{none}", "0198f3a0-0000-7000-8000-00000000dead", StringComparison.Ordinal),
            path == "/api-keys" ? [] : [("Idempotency-Key", Guid.NewGuid().ToString())]
        );
        answer.Status.Should().Be(422, $"{path} {body}: {answer.Text}");
        answer.Code.Should().Be("validation.failed");
        var errors = answer["errors"]!
            .AsArray()
            .Select(x => (Pointer: (string)x!["pointer"]!, Code: (string)x["code"]!))
            .ToArray();
        errors.Where(x => ProblemCatalogue.Find(x.Code) is null).Should().BeEmpty();
        if (code is not null)
            errors.Should().Contain((pointer, code), answer.Text);
        else
            errors[0].Pointer.Should().StartWith(pointer, answer.Text);
        (await Stored.Count(host.App)).Should().Be(before, "nothing is written");
    }
}
