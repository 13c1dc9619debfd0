namespace Crm.Api.Tests.Proposals;

/// <summary>A discount above the caller's limit is requested, approved or rejected, and only then issued.</summary>
[Collection(SellersCollection.Name)]
public sealed class DiscountApprovalTests(Sellers sellers)
{
    [Fact]
    public async Task A_discount_is_asked_for_approved_and_issued()
    {
        var (deal, draft) = await sellers.Drafted(15);
        var refused = (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409);
        refused.Code.Should().Be("discount.approval_required");
        foreach (var blocker in refused["blockers"]!.AsArray())
            (
                (string?)blocker!["expected"]!["text"],
                (string?)blocker["actual"]!["text"],
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
        var fix = (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409)["blockers"]![0]!["fix"]!;
        ((string?)fix["operationId"], (string?)fix["href"])
            .Should()
            .Be(("listUsers", "/api/v1/users?permission=discount.approve"));
        var approvers = (await sellers.Anna.Get("/users?permission=discount.approve&limit=200")).Must(200)["items"]!
            .AsArray()
            .Select(user => (string?)user!["id"]);
        approvers.Should().Contain(sellers.HeadId).And.NotContain(sellers.AnnaId);
        (await sellers.Anna.Get("/users?permission=none")).Must(400).Code.Should().Be("parameter.invalid");
        (await Sellers.Approve(sellers.Anna, draft)).Must(403)["missing"]!
            .GetValue<string>()
            .Should()
            .Be("discount.approve");

        (await Sellers.Approve(sellers.Head, draft, "Разово")).Must(200)["discountApproval"]!["status"]!
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
    public async Task An_approval_that_names_the_discount_approves_no_other()
    {
        var (deal, draft) = await sellers.Drafted(15);
        var path = $"/proposals/{draft}/approve-discount";
        var asked = (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        // Anna requests more between the read and the approval.
        (await sellers.Anna.Patch($"/proposals/{draft}", new { discount = new { percent = 20 } })).Must(200);
        var now = (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        var version = (int)now["contentVersion"]!;
        foreach (var seen in new[] { (decimal)asked["discountApproval"]!["percent"]!, 31.99m, 0m, 100m })
        {
            var refused = (await sellers.Head.Post(path, new { contentVersion = version, percent = seen })).Must(409);
            var blocker = refused["blockers"]!.AsArray().Should().ContainSingle().Which!;
            (
                refused.Code,
                (string?)blocker["expected"]!["text"],
                (string?)blocker["actual"]!["text"],
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
            (await sellers.Head.Post(path, $$"""{"contentVersion":{{version}},"percent":{{wrong}}}""")).Must(422)[
                "errors"
            ]![0]!["pointer"]!
                .GetValue<string>()
                .Should()
                .Be("/percent");
        var still = (await sellers.Head.Get($"/proposals/{draft}")).Must(200);
        (still.ETag, (string?)still["discountApproval"]!["status"])
            .Should()
            .Be((now.ETag, "requested"), "nothing is written");
        (
            (string?)
                (
                    await sellers.Head.Preview(
                        "approveDiscount",
                        new { proposalId = draft },
                        new { contentVersion = version, percent = 15 }
                    )
                ).Must(200)["code"]
        )
            .Should()
            .Be("discount.changed");

        var approved = (await sellers.Head.Post(path, new { contentVersion = version, percent = 32 })).Must(200)[
            "discountApproval"
        ]!;
        ((string?)approved["status"], (decimal)approved["percent"]!).Should().Be(("approved", 32m));
        (await sellers.Head.Post(path, new { contentVersion = version, percent = 32.0m })).Must(200);
        (await sellers.Head.Post(path, new { contentVersion = version, percent = 31 }))
            .Must(409)
            .Code.Should()
            .Be("discount.changed");
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
        (await Sellers.Approve(sellers.Head, draft)).Must(200);
        (await sellers.Anna.Patch($"/proposals/{draft}", new { discount = new { percent = 20 } })).Must(200)[
            "discountApproval"
        ]!["valid"]!
            .GetValue<bool>()
            .Should()
            .BeFalse();
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409)["blockers"]![0]!["actual"]!["text"]!
            .GetValue<string>()
            .Should()
            .Be("32 %");
        (await Sellers.Approve(sellers.Head, draft)).Must(409).Code.Should().Be("discount.not_requested");
        (await sellers.Anna.Patch($"/proposals/{draft}", """{"discount":null}""")).Must(200);
        (await sellers.Anna.Post($"/proposals/{draft}/issue"))
            .Must(409)
            .Code.Should()
            .Be("discount.approval_required", "the same content, but it was not approved since");
    }

    [Fact]
    public async Task An_approval_names_the_content_that_was_read()
    {
        var (_, draft) = await sellers.Drafted(15);
        var path = $"/proposals/{draft}/approve-discount";
        var read = (int)
            (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200)["contentVersion"]!;
        foreach (var body in (string[])["{}", """{"percent":15}""", """{"contentVersion":null}"""])
            (await sellers.Head.Post(path, body)).Must(422)["errors"]![0]!["pointer"]!
                .GetValue<string>()
                .Should()
                .Be("/contentVersion");
        // The discount stays the same, but the draft says something else by now.
        (await sellers.Anna.Patch($"/proposals/{draft}", new { terms = new { payment = "Через год" } })).Must(200);
        var now = (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval")).Must(200);
        ((int)now["contentVersion"]!).Should().Be(read + 1);
        var refused = (await sellers.Head.Post(path, new { contentVersion = read })).Must(409);
        (refused.Code, (string?)refused["blockers"]![0]!["fix"]!["operationId"])
            .Should()
            .Be(("discount.changed", "getProposal"));
        (await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(409);
        (await sellers.Head.Post(path, new { contentVersion = read + 1 })).Must(200);
        (await sellers.Head.Post(path, new { contentVersion = read })).Must(409).Code.Should().Be("discount.changed");
        ((int)(await sellers.Anna.Post($"/proposals/{draft}/issue")).Must(200)["contentVersion"]!)
            .Should()
            .Be(read + 1, "an issue changes no content");
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_is_in_the_history()
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
        (await Sellers.Approve(sellers.Head, draft)).Must(409);
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
            var answer in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sellers.Approve(sellers.Head, draft)))
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
    public async Task Other_users_see_nothing_and_an_issued_proposal_is_final()
    {
        var (_, draft) = await sellers.Drafted(15);
        foreach (var verb in (string[])["request-discount-approval", "approve-discount"])
            (await sellers.Stranger.Post($"/proposals/{draft}/{verb}", new { contentVersion = 1 }))
                .Must(404)
                .Code.Should()
                .Be("proposal.not_found");
        (await sellers.Head.Post($"/proposals/{Guid.NewGuid()}/approve-discount", new { contentVersion = 1 })).Must(
            404
        );
        (await sellers.Head.Post($"/proposals/{draft}/issue")).Must(200);
        (await sellers.Anna.Post($"/proposals/{draft}/request-discount-approval"))
            .Must(409)
            .Code.Should()
            .Be("proposal.not_draft");
    }
}
