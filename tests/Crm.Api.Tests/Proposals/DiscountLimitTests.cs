namespace Crm.Api.Tests.Proposals;

/// <summary>No way of making a document leads around a caller's discount limit.</summary>
[Collection(SellersCollection.Name)]
public sealed class DiscountLimitTests(Sellers sellers)
{
    [Fact]
    public async Task Without_a_limit_no_approval_is_needed_and_a_request_within_the_limit_is_no_event()
    {
        var (_, draft) = await sellers.Drafted(50);
        (await sellers.Head.Post($"/proposals/{draft}/issue")).Must(200)["discountPercent"]!
            .GetValue<decimal>()
            .Should()
            .Be(50m);
        var (deal, small) = await sellers.Drafted(10);
        (await sellers.Anna.Post($"/proposals/{small}/request-discount-approval"))
            .Must(200)["discountApproval"]
            .Should()
            .BeNull();
        (await sellers.Anna.Get($"/deals/{deal}/history?type=discount_approval_requested")).Must(200)["items"]!
            .AsArray()
            .Should()
            .BeEmpty();
        (await sellers.Anna.Post($"/proposals/{small}/issue")).Must(200);
    }

    [Fact]
    public async Task No_other_way_leads_round_the_limit()
    {
        var (deal, _) = await sellers.Drafted(0);
        foreach (
            var body in new object[]
            {
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                            discountPercent = 11,
                        },
                    },
                },
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                            discountSum = Sale.Rub("33.00"),
                        },
                    },
                },
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                        },
                    },
                    discount = new { sum = Sale.Rub("33.00") },
                },
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            productId = sellers.Product,
                            quantity = 1,
                            price = Sale.Rub("89.00"),
                        },
                    },
                },
                new
                {
                    lines = new object[]
                    {
                        new
                        {
                            name = "Дорогой",
                            quantity = 100,
                            price = Sale.Rub("1000.00"),
                        },
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                            discountPercent = 11,
                        },
                    },
                },
            }
        )
        {
            var refused = (await sellers.Anna.Post($"/deals/{deal}/orders", body)).Must(409);
            var last = refused["blockers"]!.AsArray()[^1]!;
            (refused.Code, (string?)last["actual"]!["text"], (string?)last["fix"]!["operationId"])
                .Should()
                .Be(("discount.approval_required", "11 %", "createProposal"));
        }

        (await sellers.Anna.Get($"/deals/{deal}/orders")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (
            await sellers.Anna.Post(
                $"/deals/{deal}/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            productId = sellers.Product,
                            quantity = 1,
                            price = Sale.Rub("90.00"),
                        },
                    },
                }
            )
        ).Must(201);
        (
            await sellers.Anna.Preview(
                "createProposal",
                new { dealId = deal },
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                            discountPercent = 50,
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(200)["allowed"]!.GetValue<bool>().Should().BeTrue("a draft promises nothing");
    }

    [Fact]
    public async Task A_preview_says_what_would_be_refused()
    {
        var (_, draft) = await sellers.Drafted(15);
        var preview = (await sellers.Anna.Preview("issueProposal", new { proposalId = draft })).Must(200);
        ((bool)preview["allowed"]!, (string?)preview["code"]).Should().Be((false, "discount.approval_required"));
    }

    [Fact]
    public async Task Roles_have_limits_and_users_can_read_their_own()
    {
        ((decimal?)(await sellers.Anna.Get("/me")).Must(200)["discountLimitPercent"]).Should().Be(10);
        (await sellers.Head.Get("/me")).Must(200)["discountLimitPercent"].Should().BeNull();
        var role = (
            await sellers.Admin.Post(
                "/roles",
                new
                {
                    code = "senior",
                    title = new { ru = "Старший", en = "Senior" },
                    permissions = new[] { "deals.read", "deals.write", "proposals.write", "discount.approve" },
                    scopes = new { deals = "all" },
                    discountLimitPercent = 20.5,
                }
            )
        ).Must(201);
        ((decimal)role["discountLimitPercent"]!).Should().Be(20.5m);
        var senior = await sellers.User("Олег", "senior");
        var (_, draft) = await sellers.Drafted(25);
        (await senior.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        var own = (await Sellers.Approve(senior, draft)).Must(409);
        (own.Code, (string?)own["blockers"]![0]!["fix"]!["operationId"])
            .Should()
            .Be(("discount.own_request", "listUsers"), "an approval by oneself would be refused again");
        (await sellers.Admin.Patch($"/roles/{role.Id}", new { discountLimitPercent = 30 })).Must(200);
        (await Sellers.Approve(senior, draft)).Must(200);
        (await sellers.Admin.Patch($"/roles/{role.Id}", """{"discountLimitPercent":null}"""))
            .Must(200)["discountLimitPercent"]
            .Should()
            .BeNull();
        foreach (
            var wrong in (string[])["-1", "100.01", "10.001", "\"10\"", "11111111111111111111111111111111111111111"]
        )
            (await sellers.Admin.Patch($"/roles/{role.Id}", $$"""{"discountLimitPercent":{{wrong}}}""")).Must(422);
        (await sellers.Admin.Get($"/roles/{role.Id}/history")).Must(200)["items"]!.AsArray().Should().HaveCount(3);
    }
}
