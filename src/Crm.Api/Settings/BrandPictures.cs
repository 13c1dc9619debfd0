using System.Security.Cryptography;
using Crm.Api.Resources;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.Settings;
using Wolverine;

namespace Crm.Api.Settings;

/// <summary>
/// GET, PUT and DELETE of /settings/branding/logo and /signature. The body is the picture itself; it must be of a type that prints, say
/// so, and be readable to its last pixel: what was taken once can always be printed.
/// </summary>
public static class BrandPictureEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Picture(routes, "logo", "Logo", "Logo", "at the head of printed documents");
        Picture(routes, "signature", "Signature", "Signature", "above the line where the signatory signs");
    }

    private static void Picture(IEndpointRouteBuilder routes, string name, string one, string title, string place)
    {
        routes
            .MapGet(
                "/settings/branding/" + name,
                (HttpContext http, Company company, StoredContents contents) => Get(name, http, company, contents)
            )
            .Operation(
                new($"getBrand{one}")
                {
                    Permission = Permissions.SettingsRead,
                    Tag = "Settings",
                    Summary = $"Read the {name}",
                    Description = $"{title} {place}: the picture as it was uploaded.",
                    Refusals = ["picture.not_found"],
                }
            )
            .Produces<byte[]>(200, Printing.Picture.Types[0], Printing.Picture.Types[1]);
        routes
            .MapPut("/settings/branding/" + name, (HttpContext http, IMessageBus bus) => Put(name, http, bus))
            .Operation(
                new($"updateBrand{one}")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = $"Upload the {name}",
                    Description =
                        $"{title} {place}. PNG (not interlaced) or JPEG (grey or RGB), at most 1 MiB and 2000 x "
                        + "2000 pixels. Issued documents keep the picture that they were issued with. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "attachment.too_large",
                        "attachment.type_not_allowed",
                        "if_match.required",
                        "version.stale",
                    ],
                }
            )
            .WithMetadata(new PictureBody())
            .Answers<SettingsAnswer>();
        routes
            .MapDelete(
                "/settings/branding/" + name,
                (HttpContext http, IMessageBus bus) => Change(name, null, null, http, bus)
            )
            .Operation(
                new($"deleteBrand{one}")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = $"Remove the {name}",
                    Description = "Documents issued from now on are printed without it. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["if_match.required", "version.stale"],
                }
            )
            .Answers<SettingsAnswer>();
    }

    private static async Task<IResult> Get(string name, HttpContext http, Company company, StoredContents contents)
    {
        var branding = (await company.Load(http.RequestAborted)).State.Branding;
        var picture =
            (name == "logo" ? branding.Logo : branding.Signature)
            ?? throw ProblemException.NotFound("picture.not_found");
        var etag = $"\"{picture.Hash}\"";
        http.Response.Headers.ETag = etag;
        if (ETags.NotModified(http, etag))
            return Results.StatusCode(304);
        return await StoredFile.Of(contents, picture.Hash, picture.MediaType, http.RequestAborted);
    }

    private static async Task<IResult> Put(string name, HttpContext http, IMessageBus bus)
    {
        var declared = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (declared is null || !Printing.Picture.Types.Contains(declared))
            throw NotTaken();
        var bytes = await WholeFile.Read(http, Printing.Picture.MostBytes, "attachment.too_large");
        var picture =
            Printing.Picture.Read(bytes)
            ?? throw ProblemException.Member(
                "",
                "picture.unreadable",
                $"a whole PNG (not interlaced) or JPEG (grey or RGB) of 1 to {Printing.Picture.MostPixels} pixels each way"
            );
        if (picture.MediaType != declared)
            throw NotTaken();
        return await Change(
            name,
            new(Convert.ToHexStringLower(SHA256.HashData(bytes)), picture.MediaType, picture.Width, picture.Height),
            bytes,
            http,
            bus
        );
    }

    private static Task<IResult> Change(
        string name,
        BrandPicture? picture,
        byte[]? bytes,
        HttpContext http,
        IMessageBus bus
    )
    {
        var company = http.RequestServices.GetRequiredService<Company>();
        return bus.Answer(
            http,
            new ExecuteSettingsCommand(
                SettingsDocument.Stream,
                (settings, context) =>
                {
                    var before = company.Over(settings.State);
                    var after = before with { Branding = before.Branding.With(name, picture) };
                    return new ChangeSettings(after).Decide(before, [], context);
                },
                http.CommandRequest(new { name, picture?.Hash })
            )
            {
                Content = bytes is null ? null : new(picture!.Hash, new MemoryStream(bytes, writable: false)),
            }
        );
    }

    private static ProblemException NotTaken() =>
        new(415, "attachment.type_not_allowed") { DetailArgument = string.Join(", ", Printing.Picture.Types) };
}

/// <summary>An operation that takes a picture; the contract describes it so.</summary>
public sealed record PictureBody : ITakesFile;
