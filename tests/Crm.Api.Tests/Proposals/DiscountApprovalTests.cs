using Crm.Domain.Access;

namespace Crm.Api.Tests.Proposals;

/// <summary>
/// Discounts above a role's limit: refused with the way on, asked for, granted, refused and void after an edit; nobody gets round
/// it.
/// </summary>
public sealed class DiscountApprovalTests(DiscountApprovalTests.Sellers sellers)
    : IClassFixture<DiscountApprovalTests.Sellers>
{
    [Fact]
    public async Task A_discount_is_asked_for_approved_and_issued()
    {
        var (deal, draft) = await sellers.Drafted(15);
        var refused = (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409);
        refused.Code.Should().Be("discount.approval_required");
        foreach (var blocker in refused["blockers"]!.AsArray())
            (
                (string?)blocker!["expected"],
                (string?)blocker["actual"],
                (string?)blocker["fix"]!["operationId"],
                (string?)blocker["fix"]!["href"]
            )
                .Should()
                .Be(
                    (
                        "<= 10 %",
                        "15 %",
                        "requestDiscountApproval",
                        $"/api/v1/proposals/{draft}/request-discount-approval"
                    )
                );
        refused["blockers"]!.AsArray().Should().HaveCount(2, "the whole and its one line");

        var asked = (
            await sellers.Anna.Post(
                (string)refused["blockers"]![0]!["fix"]!["href"]!,
                new { comment = "Берут втрое больше" }
            )
        ).Must(200);
        (
            (string?)asked["discountApproval"]!["status"],
            (bool)asked["discountApproval"]!["valid"]!,
            (decimal)asked["discountApproval"]!["percent"]!
        )
            .Should()
            .Be(("requested", true, 15m));
        ((string?)asked["discountApproval"]!["requestedBy"]).Should().Be(sellers.AnnaId);
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409)["blockers"]![0]!["fix"]!["operationId"]!
            .GetValue<string>()
            .Should()
            .Be("approveDiscount");
        (await sellers.Anna.Post($"/proposals/{draft}/approve-discount")).Must(403)["missing"]!
            .GetValue<string>()
            .Should()
            .Be("discount.approve");

        (await sellers.Head.Post($"/proposals/{draft}/approve-discount", new { comment = "Разово" })).Must(200)[
            "discountApproval"
        ]!["status"]!
            .GetValue<string>()
            .Should()
            .Be("approved");
        var issued = (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(200);
        ((string?)issued["status"], (bool)issued["discountApproval"]!["valid"]!).Should().Be(("issued", true));
        (await sellers.Anna.Post($"/deals/{deal}/orders", new { proposalId = draft })).Must(201);

        var history = (
            await sellers.Anna.Get($"/deals/{deal}/history?type=discount_approval_requested,discount_approved")
        ).Must(200)["items"]!.AsArray();
        history
            .Select(x => ((string?)x!["type"], (string?)x["comment"], (string?)x["actor"]!["id"]))
            .Should()
            .Equal(
                ("discount_approval_requested", "Берут втрое больше", sellers.AnnaId),
                ("discount_approved", "Разово", sellers.HeadId)
            );
    }

    [Fact]
    public async Task Whoever_names_the_discount_that_he_saw_approves_no_other()
    {
        var (deal, draft) = await sellers.Drafted(15);
        var path = $"/proposals/{draft}/approve-discount";
        var asked = (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        // Between the look and the click Anna asks for more.
        (await sellers.Anna.Patch($"/proposals/{draft}", new { discount = new { percent = 20 } })).Must(200);
        var now = (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        foreach (var seen in new[] { (decimal)asked["discountApproval"]!["percent"]!, 31.99m, 0m, 100m })
        {
            var refused = (await sellers.Head.Post(path, new { percent = seen })).Must(409);
            var blocker = refused["blockers"]!.AsArray().Should().ContainSingle().Which!;
            (
                refused.Code,
                (string?)blocker["expected"],
                (string?)blocker["actual"],
                (string?)blocker["fix"]!["operationId"],
                (string?)blocker["fix"]!["href"]
            )
                .Should()
                .Be(
                    (
                        "discount.changed",
                        "32 %",
                        FormattableString.Invariant($"{seen:0.##} %"),
                        "getProposal",
                        $"/api/v1/proposals/{draft}"
                    )
                );
        }

        foreach (
            var wrong in (string[])["\"32\"", "true", "{}", "-1", "100.01", "1111111111111111111111111111111111111111"]
        )
            (await sellers.Head.Post(path, $$"""{"percent":{{wrong}}}""")).Must(422)["errors"]![0]!["pointer"]!
                .GetValue<string>()
                .Should()
                .Be("/percent");
        var still = (await sellers.Head.Get($"/proposals/{draft}")).Must(200);
        (still.ETag, (string?)still["discountApproval"]!["status"])
            .Should()
            .Be((now.ETag, "requested"), "nothing is written");
        ((string?)(await sellers.Head.Post(path + "?dryRun=true", new { percent = 15 })).Must(200)["code"])
            .Should()
            .Be("discount.changed");

        var approved = (await sellers.Head.Post(path, new { percent = 32 })).Must(200)["discountApproval"]!;
        ((string?)approved["status"], (decimal)approved["percent"]!).Should().Be(("approved", 32m));
        (await sellers.Head.Post(path, new { percent = 32.0m })).Must(200);
        (await sellers.Head.Post(path, new { percent = 31 })).Must(409).Code.Should().Be("discount.changed");
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(200);
        var domainEvent = (await sellers.Anna.Get($"/deals/{deal}/history?type=discount_approved")).Must(200)["items"]!
            .AsArray()
            .Should()
            .ContainSingle()
            .Which!;
        ((decimal)domainEvent["data"]!["percent"]!).Should().Be(32m);
    }

    [Fact]
    public async Task An_edit_makes_it_void()
    {
        var (_, draft) = await sellers.Drafted(15);
        (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        (await sellers.Head.Post($"/proposals/{draft}/approve-discount")).Must(200);
        (await sellers.Anna.Patch($"/proposals/{draft}", new { discount = new { percent = 20 } })).Must(200)[
            "discountApproval"
        ]!["valid"]!
            .GetValue<bool>()
            .Should()
            .BeFalse();
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409)["blockers"]![0]!["actual"]!
            .GetValue<string>()
            .Should()
            .Be("32 %");
        (await sellers.Head.Post($"/proposals/{draft}/approve-discount"))
            .Must(409)
            .Code.Should()
            .Be("discount.not_requested");
        (await sellers.Anna.Patch($"/proposals/{draft}", """{"discount":null}""")).Must(200);
        (await sellers.Anna.Post($"/proposals/{draft}/issue"))
            .Must(409)
            .Code.Should()
            .Be("discount.approval_required", "the same content, but nobody approved it since");
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_stands_in_the_history()
    {
        var (deal, draft) = await sellers.Drafted(15);
        (await sellers.Head.Post($"/proposals/{draft}/reject-discount", new { reason = "Рано" }))
            .Must(409)
            .Code.Should()
            .Be("discount.not_requested");
        (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        (await sellers.Head.Post($"/proposals/{draft}/reject-discount", new { })).Must(422);
        var rejected = (
            await sellers.Head.Post($"/proposals/{draft}/reject-discount", new { reason = "Маржа мала" })
        ).Must(200);
        ((string?)rejected["discountApproval"]!["status"]).Should().Be("rejected");
        (await sellers.Head.Post($"/proposals/{draft}/reject-discount", new { reason = "Маржа мала" }))
            .Must(200)
            .ETag.Should()
            .Be(rejected.ETag, "it holds already");
        (await sellers.Head.Post($"/proposals/{draft}/approve-discount")).Must(409);
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409).Code.Should().Be("discount.approval_required");
        var domainEvent = (await sellers.Anna.Get($"/deals/{deal}/history?type=discount_rejected")).Must(200)["items"]!
            .AsArray()
            .Should()
            .ContainSingle()
            .Which!;
        ((string?)domainEvent["comment"], (decimal)domainEvent["data"]!["percent"]!).Should().Be(("Маржа мала", 15m));
    }

    [Fact]
    public async Task Many_requests_at_once_are_one()
    {
        var (deal, draft) = await sellers.Drafted(15);
        foreach (
            var answer in await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => sellers.Anna.Post($"/proposals/{draft}/request-discount-approval"))
            )
        )
            answer.Must(200);
        foreach (
            var answer in await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => sellers.Head.Post($"/proposals/{draft}/approve-discount"))
            )
        )
            answer.Must(200);
        (await sellers.Anna.Get($"/deals/{deal}/history?type=discount_approval_requested,discount_approved")).Must(200)[
            "items"
        ]!
            .AsArray()
            .Should()
            .HaveCount(2);
    }

    [Fact]
    public async Task Whoever_has_no_limit_issues_unasked_and_a_request_within_the_limit_is_nothing()
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
            (refused.Code, (string?)last["actual"], (string?)last["fix"]!["operationId"])
                .Should()
                .Be(("discount.approval_required", "11 %", "draftProposal"));
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
            await sellers.Anna.Post(
                $"/deals/{deal}/proposals?dryRun=true",
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
    public async Task A_dry_run_says_what_would_be_refused()
    {
        var (_, draft) = await sellers.Drafted(15);
        var foretold = (await sellers.Anna.Post($"/proposals/{draft}/issue?dryRun=true")).Must(200);
        ((bool)foretold["allowed"]!, (string?)foretold["code"]).Should().Be((false, "discount.approval_required"));
    }

    [Fact]
    public async Task Roles_have_limits_and_everybody_knows_his()
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
        var own = (await senior.Post($"/proposals/{draft}/approve-discount")).Must(409);
        own.Code.Should().Be("discount.own_request");
        (await sellers.Admin.Patch($"/roles/{role.Id}", new { discountLimitPercent = 30 })).Must(200);
        (await senior.Post($"/proposals/{draft}/approve-discount")).Must(200);
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

    [Fact]
    public async Task Strangers_see_nothing_and_what_is_issued_is_decided()
    {
        var (_, draft) = await sellers.Drafted(15);
        foreach (var verb in (string[])["request-discount-approval", "approve-discount"])
            (await sellers.Stranger.Post($"/proposals/{draft}/{verb}"))
                .Must(404)
                .Code.Should()
                .Be("proposal.not_found");
        (await sellers.Head.Post($"/proposals/{Guid.NewGuid()}/approve-discount")).Must(404);
        (await sellers.Head.Post($"/proposals/{draft}/issue")).Must(200);
        (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval"))
            .Must(409)
            .Code.Should()
            .Be("proposal.not_draft");
    }

    /// <summary>A manager with her limit, her head without one, a manager elsewhere.</summary>
    public sealed class Sellers : IAsyncLifetime
    {
        private string team = "";

        public CrmApp App { get; private set; } = null!;
        public Testing.Api Admin { get; private set; } = null!;
        public Testing.Api Anna { get; private set; } = null!;
        public Testing.Api Head { get; private set; } = null!;
        public Testing.Api Stranger { get; private set; } = null!;
        public string AnnaId { get; private set; } = "";
        public string HeadId { get; private set; } = "";
        public string Product { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            App = await CrmApp.Start();
            Admin = await App.As();
            team = (await Admin.Post("/teams", new { name = "Север" })).Must(201).Id;
            (AnnaId, HeadId) = (
                await UserId("Анна", ShippedRoles.SalesManager),
                await UserId("Ольга", "head-of-sales")
            );
            (Anna, Head) = (await App.AsUser(Guid.Parse(AnnaId)), await App.AsUser(Guid.Parse(HeadId)));
            Stranger = await App.AsUser(
                Guid.Parse(
                    (await Admin.Post("/users", new { name = "Пётр", roles = new[] { ShippedRoles.SalesManager } }))
                        .Must(201)
                        .Id
                )
            );
            Product = (await Admin.Post("/products", new { name = "Кресло", price = Sale.Rub("100.00") })).Must(201).Id;
        }

        public async Task<Testing.Api> User(string name, params string[] roles) =>
            await App.AsUser(Guid.Parse(await UserId(name, roles)));

        /// <summary>A deal of Anna's with a draft at this discount.</summary>
        public async Task<(string Deal, string Draft)> Drafted(int percent)
        {
            var deal = (await Anna.Post("/deals", new { title = "Кресла" })).Must(201).Id;
            var draft = (
                await Anna.Post(
                    $"/deals/{deal}/proposals",
                    new
                    {
                        lines = new[]
                        {
                            new
                            {
                                name = "Стол",
                                quantity = 3,
                                price = Sale.Rub("33.33"),
                                vatRate = 20,
                                discountPercent = percent,
                            },
                        },
                        validUntil = "2027-06-30",
                    }
                )
            ).Must(201).Id;
            return (deal, draft);
        }

        public async ValueTask DisposeAsync() => await App.DisposeAsync();

        private async Task<string> UserId(string name, params string[] roles) => (
                await Admin.Post(
                    "/users",
                    new
                    {
                        name,
                        teamId = team,
                        roles,
                    }
                )
            ).Must(201).Id;
    }
}
