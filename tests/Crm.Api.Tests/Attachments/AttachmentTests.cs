using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Crm.Api.Tests.Conventions;
using Npgsql;

namespace Crm.Api.Tests.Attachments;

/// <summary>Files on deals: of the type they state, stored once, served as downloads, and kept in history.</summary>
[Collection(HostCollection.Name)]
public sealed class AttachmentTests(TestHost host)
{
    private static readonly byte[] Pdf = Encoding.UTF8.GetBytes("%PDF-1.7 договор");
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_file_is_kept_with_its_hash_listed_and_given_out_to_be_saved()
    {
        var sale = await Sale.Open(Api);
        var added = (await Send(sale, Pdf, "application/pdf", "Договор № 7.pdf", ("comment", "Подписан"))).Must(201);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Pdf));
        added.Headers["Location"].Should().Be($"/api/v1{sale.Path}/attachments/{added.Id}");
        (
            (string)added["name"]!,
            (string)added["contentType"]!,
            (int)added["size"]!,
            (string)added["hash"]!,
            (string)added["comment"]!
        )
            .Should()
            .Be(("Договор № 7.pdf", "application/pdf", Pdf.Length, hash, "Подписан"));
        (await Api.Get($"{sale.Path}/attachments/{added.Id}")).Must(200).Text.Should().Be(added.Text);
        (await Api.Get(sale.Path + "/attachments")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .Equal(added.Id);
        var content = (await Api.Get($"{sale.Path}/attachments/{added.Id}/content")).Must(200);
        content.Text.Should().Be(Encoding.UTF8.GetString(Pdf));
        (content.ETag, content.Headers["Content-Type"], content.Headers["X-Content-Type-Options"])
            .Should()
            .Be(($"\"{hash}\"", "application/pdf", "nosniff"));
        content.Headers["Content-Disposition"].Should().StartWith("attachment;").And.Contain("filename*=UTF-8''%D0%94");
        (await Api.Get($"{sale.Path}/attachments/{added.Id}/content", ("If-None-Match", content.ETag!)))
            .Must(304)
            .Text.Should()
            .BeEmpty();
        ((string)(await Api.Get(sale.Path + "/history?type=attachment_added")).Must(200)["items"]![0]!["comment"]!)
            .Should()
            .Be("Подписан");
    }

    [Fact]
    public async Task Equal_bytes_are_kept_once()
    {
        var (one, other) = (await Sale.Open(Api), await Sale.Open(Api));
        var bytes = Encoding.UTF8.GetBytes("%PDF-1.7 " + Guid.NewGuid());
        (await Send(one, bytes, "application/pdf", "a.pdf")).Must(201);
        var before = await Contents();
        (await Send(other, bytes, "application/pdf", "b.pdf")).Must(201);
        (await Contents()).Should().Be(before);
    }

    [Fact]
    public async Task A_removed_file_is_history_and_its_id_stays_taken()
    {
        var sale = await Sale.Open(Api);
        var id = Guid.CreateVersion7().ToString();
        var added = (await Send(sale, Pdf, "application/pdf", "a.pdf", ("id", id))).Must(201);
        added.Id.Should().Be(id);
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var path = $"{sale.Path}/attachments/{id}";
        (await Api.Send(HttpMethod.Delete, path, null, [])).Must(428).Code.Should().Be("if_match.required");
        (await Api.Send(HttpMethod.Delete, path, null, [("If-Match", "\"1-0\"")]))
            .Must(412)
            .Code.Should()
            .Be("version.stale");
        var etag = (await Api.Get(path)).ETag!;
        var removed = (
            await Api.Send(
                HttpMethod.Delete,
                path + "?reason=" + Uri.EscapeDataString("Не тот"),
                null,
                [("If-Match", etag)]
            )
        ).Must(200);
        removed["removedAt"].Should().NotBeNull();
        (await Api.Send(HttpMethod.Delete, path, null, [("If-Match", removed.ETag!)]))
            .Must(200)
            .ETag.Should()
            .Be(removed.ETag, "it is off already");
        (await Api.Get(path + "/content")).Must(410).Code.Should().Be("attachment.removed");
        (await Api.Get(path)).Must(200)["removedAt"].Should().NotBeNull();
        (await Api.Get(sale.Path + "/attachments")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await Api.Get($"{sale.Path}/attachments?asOf={Uri.EscapeDataString((string)added["happenedAt"]!)}")).Must(200)[
            "items"
        ]!
            .AsArray()
            .Should()
            .ContainSingle();
        var history = (await Api.Get(sale.Path + "/history?type=attachment_removed")).Must(200)["items"]![0]!;
        ((string)history["comment"]!, (string)history["changes"]![0]!["field"]!).Should().Be(("Не тот", "attachments"));
        (await Send(sale, Pdf, "application/pdf", "other.pdf", ("id", id))).Must(409).Code.Should().Be("id.taken");
    }

    [Fact]
    public async Task Closed_deals_take_files_too_and_an_idempotency_key_covers_the_bytes()
    {
        var sale = await Sale.Open(Api);
        (await Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var key = Guid.NewGuid().ToString();
        var first = (await Send(sale, Pdf, "application/pdf", "a.pdf", key: key)).Must(201);
        var again = (await Send(sale, Pdf, "application/pdf", "a.pdf", key: key)).Must(201);
        (again.Id, again.Headers["Idempotency-Replayed"]).Should().Be((first.Id, "true"));
        (await Send(sale, [.. Pdf, 1], "application/pdf", "a.pdf", key: key))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
    }

    public static TheoryData<string, string, string> Refused =>
        new()
        {
            { "text/html", "a.txt", "text" },
            { "image/svg+xml", "a.svg", "<svg/>" },
            { "application/x-msdownload", "a.exe", "MZ" },
            { "application/octet-stream", "a.bin", "x" },
            { "application/pdf", "a.pdf", "<html>" },
            { "image/png", "a.png", "%PDF-1.7" },
            { "text/plain", "a.txt", " \n<!DOCTYPE html><script>" },
            { "text/plain", "a.txt", "<svg onload=x>" },
            { "text/csv", "a.csv", "MZ\u0090" },
            { "text/plain", "a.txt", "a\0b" },
            { "text/plain", "a.txt", "%PDF-1.7" },
            { "text/plain", "run.html", "plain" },
            { "text/plain", "run.EXE", "plain" },
            { "text/plain", "a.txt", "#!/bin/sh" },
        };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_not_what_it_says_is_refused(string type, string name, string content)
    {
        var sale = await Sale.Open(Api);
        var before = (await Stored.Count(host.App), await Contents());
        (await Send(sale, Encoding.UTF8.GetBytes(content), type, name))
            .Must(415)
            .Code.Should()
            .Be("attachment.type_not_allowed");
        (await Stored.Count(host.App), await Contents()).Should().Be(before);
    }

    [Fact]
    public async Task Forms_are_read_strictly()
    {
        var sale = await Sale.Open(Api);
        ((string)(await Send(sale, [], "application/pdf", "a.pdf")).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("attachment.empty");
        (
            (string)
                (await Send(sale, Pdf, "application/pdf", "a.pdf", ("extra", "1"))).Must(422)["errors"]![0]!["pointer"]!
        )
            .Should()
            .Be("/extra");
        ((string)(await Send(sale, Pdf, "application/pdf", "a.pdf", ("id", "1"))).Must(422)["errors"]![0]!["pointer"]!)
            .Should()
            .Be("/id");
        (
            (string)
                (await Send(sale, Pdf, "application/pdf", "a.pdf", ("happenedAt", "now"))).Must(422)["errors"]![0]![
                    "pointer"
                ]!
        )
            .Should()
            .Be("/happenedAt");
        (
            (string)
                (await Send(sale, Pdf, "application/pdf", "a.pdf", ("comment", "a\0b"))).Must(422)["errors"]![0]![
                    "code"
                ]!
        )
            .Should()
            .Be("text.invalid_character");
        foreach (var (part, text) in ((string, string)[])[("comment", "a\uFFFEb"), ("name", "a\nb.pdf")])
            (await Send(sale, Pdf, "application/pdf", "a.pdf", (part, text))).Must(422)["errors"]![0]!
                .ToJsonString()
                .Should()
                .Contain($"\"/{part}\"")
                .And.Contain("text.invalid_character");
        using var none = new MultipartFormDataContent { { new StringContent("x"), "comment" } };
        (
            (string)
                (await Api.SendRaw(HttpMethod.Post, sale.Path + "/attachments", none, [])).Must(422)["errors"]![0]![
                    "pointer"
                ]!
        )
            .Should()
            .Be("/file");
        (await Api.Post(sale.Path + "/attachments", new { file = "x" })).Must(415).Code.Should().Be("body.media_type");
        using var cut = new ByteArrayContent(
            Encoding.UTF8.GetBytes(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-"
            )
        );
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        (await Api.SendRaw(HttpMethod.Post, sale.Path + "/attachments", cut, []))
            .Must(400)
            .Code.Should()
            .Be("upload.malformed");
        (await Send(sale, Pdf, "application/pdf", @"C:\docs\a.pdf")).Must(201)["name"]!
            .GetValue<string>()
            .Should()
            .Be("a.pdf");
        (await Send(sale, Pdf, "application/pdf", "a.pdf", ("name", "../../etc/passwd"))).Must(201)["name"]!
            .GetValue<string>()
            .Should()
            .Be("passwd");
        (await Send(sale, Pdf, "application/pdf", "a.pdf", ("name", "run.exe. ")))
            .Must(415)
            .Code.Should()
            .Be("attachment.type_not_allowed");
    }

    [Fact]
    public async Task Only_this_route_takes_more_than_a_body_may_be_and_its_own_limit_holds()
    {
        var sale = await Sale.Open(Api);
        byte[] large = [.. Pdf, .. new byte[3 * 1024 * 1024]];
        (await Send(sale, large, "application/pdf", "large.pdf")).Must(201);
        var before = (await Stored.Count(host.App), await Contents());
        (await Send(sale, [.. Pdf, .. new byte[10 * 1024 * 1024]], "application/pdf", "larger.pdf"))
            .Must(413)
            .Code.Should()
            .Be("attachment.too_large");
        (await Send(sale, [.. Pdf, .. new byte[11 * 1024 * 1024]], "application/pdf", "largest.pdf"))
            .Must(413)
            .Code.Should()
            .Be("attachment.too_large");
        (await Stored.Count(host.App), await Contents()).Should().Be(before);
    }

    private async Task<Answer> Send(
        Sale sale,
        byte[] bytes,
        string type,
        string name,
        (string Name, string Value)? part = null,
        string? key = null
    )
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        form.Add(file, "file", name);
        if (part is { } more)
            form.Add(new StringContent(more.Value), more.Name);
        return await Api.SendRaw(
            HttpMethod.Post,
            sale.Path + "/attachments",
            form,
            key is null ? [] : [("Idempotency-Key", key)]
        );
    }

    private async Task<long> Contents()
    {
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from crm.attachment_content", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
