using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Crm.Api.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Tests.Attachments;

/// <summary>
/// Files go from the database to the client, and from the client to the database, piece by piece. A host of its own, because
/// contents are removed from its database.
/// </summary>
public sealed class StreamedFileTests(TestHost host) : IClassFixture<TestHost>
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_large_file_comes_back_as_it_was_sent()
    {
        var (path, bytes) = await Attached(3 * 1024 * 1024 + 17);
        using var answer = await Open(path);
        answer.Content.Headers.ContentLength.Should().Be(bytes.Length);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_download_reads_on_as_far_as_the_client_does()
    {
        var (path, _) = await Attached(3 * 1024 * 1024);
        await IsReadWhileItIsSent(path);
    }

    [Fact]
    public async Task A_stored_print_is_read_as_far_as_the_client_does()
    {
        var sale = await (await (await Sale.Open(Api)).Contacted()).Qualified();
        var lines = Enumerable
            .Range(0, 500)
            .Select(n => new
            {
                name = $"{n} " + new string('П', 190),
                quantity = 1,
                price = Sale.Rub("1.00"),
                vatRate = 20,
            });
        var proposal = (await Api.Post(sale.Path + "/proposals", new { lines, validUntil = "2027-06-30" }))
            .Must(201)
            .Id;
        (await Api.Post($"/proposals/{proposal}/issue")).Must(200);
        var path = $"/proposals/{proposal}/document";
        var first = (await Api.Get(path, ("Accept", "text/html"))).Must(200);
        Encoding.UTF8.GetByteCount(first.Text).Should().BeGreaterThan(250_000, "it is sent in several pieces");
        (await Api.Get(path, ("Accept", "text/html"))).Must(200).Text.Should().Be(first.Text);
        await IsReadWhileItIsSent(path);
    }

    [Fact]
    public async Task A_large_upload_is_kept_in_a_file_that_only_its_owner_reads_and_that_is_gone_afterwards()
    {
        var http = new DefaultHttpContext();
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        var spooled = (await SpooledFile.Read(new MemoryStream(bytes), bytes.Length, http))!;
        await using var content = (FileBufferingReadStream)spooled.Bytes;
        (content.InMemory, spooled.Length, spooled.Hash)
            .Should()
            .Be((false, 1_000_000L, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(content.TempFileName!)
                .Should()
                .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "it is a client's document");
        await content.DisposeAsync();
        File.Exists(content.TempFileName).Should().BeFalse();
        (await SpooledFile.Read(new MemoryStream(bytes), bytes.Length - 1, http)).Should().BeNull("it is too large");
    }

    /// <summary>What is removed from the database while a client reads does not reach the client any more.</summary>
    private async Task IsReadWhileItIsSent(string path)
    {
        using var answer = await Open(path);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);
        await host.App.Execute("delete from crm.attachment_content");
        await FluentActions.Awaiting(() => body.CopyToAsync(Stream.Null)).Should().ThrowAsync<Exception>();
    }

    private async Task<HttpResponseMessage> Open(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Api.Key);
        request.Headers.Accept.ParseAdd("text/html");
        var client = host.App.Host.Server.CreateClient();
        return (await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
    }

    private async Task<(string Path, byte[] Bytes)> Attached(int size)
    {
        var sale = await Sale.Open(Api);
        byte[] bytes = [.. Encoding.ASCII.GetBytes("%PDF-1.7 "), .. RandomNumberGenerator.GetBytes(size)];
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/pdf");
        form.Add(file, "file", "a.pdf");
        var added = (await Api.SendRaw(HttpMethod.Post, sale.Path + "/attachments", form, [])).Must(201);
        return ($"{sale.Path}/attachments/{added.Id}/content", bytes);
    }
}
