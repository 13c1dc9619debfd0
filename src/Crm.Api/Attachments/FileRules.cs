using System.Globalization;
using System.Text;
using Crm.Api.Configuration;

namespace Crm.Api.Attachments;

/// <summary>
/// Which files are taken: <c>Attachments:MaxBytes</c> (10 MiB) and <c>Attachments:Types</c>. What a file says of itself is
/// believed only where its first bytes agree; pages, scripts and programs are refused whatever they are called.
/// </summary>
public sealed class FileRules
{
    private const int Default = 10 * 1024 * 1024;

    private static readonly byte[][] Zip = ["PK\x03\x04"u8.ToArray(), "PK\x05\x06"u8.ToArray()];

    /// <summary>How a file of a type begins; types that are not here are plain text.</summary>
    private static readonly Dictionary<string, byte[][]> Beginnings = new(StringComparer.Ordinal)
    {
        ["application/pdf"] = ["%PDF-"u8.ToArray()],
        ["image/png"] =
        [
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10],
        ],
        ["image/jpeg"] =
        [
            [0xFF, 0xD8, 0xFF],
        ],
        ["image/gif"] = ["GIF87a"u8.ToArray(), "GIF89a"u8.ToArray()],
        ["image/webp"] = ["RIFF"u8.ToArray()],
        ["application/zip"] = Zip,
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = Zip,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = Zip,
        ["application/vnd.oasis.opendocument.text"] = Zip,
        ["application/vnd.oasis.opendocument.spreadsheet"] = Zip,
    };

    private static readonly string[] Texts = ["text/plain", "text/csv", "message/rfc822"];
    private static readonly string[] Markup =
    [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<svg",
        "<script",
        "<iframe",
        "<?xml",
        "<?php",
        "#!",
        "<%",
    ];
    private static readonly string[] Programs =
    [
        ".exe",
        ".dll",
        ".com",
        ".scr",
        ".msi",
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".js",
        ".mjs",
        ".jse",
        ".wsf",
        ".hta",
        ".lnk",
        ".jar",
        ".sh",
        ".html",
        ".htm",
        ".xhtml",
        ".svg",
        ".php",
    ];

    public FileRules(IConfiguration configuration)
    {
        var limit = configuration["Attachments:MaxBytes"];
        MaxBytes =
            limit is null ? Default
            : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes
            : throw new StartupException($"Attachments:MaxBytes: '{limit}' is no number of bytes above zero.");
        var named = SettingList.Read(configuration, "Attachments:Types");
        foreach (var odd in named.Where(x => !Beginnings.ContainsKey(x) && !Texts.Contains(x)))
            throw new StartupException(
                $"Attachments:Types: '{odd}' is none of {string.Join(", ", Beginnings.Keys.Concat(Texts))}."
            );
        Types = named.Length > 0 ? named : [.. Beginnings.Keys, .. Texts];
    }

    public int MaxBytes { get; }

    public IReadOnlyList<string> Types { get; }

    /// <summary>The media type that the file is kept under.</summary>
    public string Checked(string? declared, string name, SpooledFile file)
    {
        var type = declared?.Split(';')[0].Trim().ToLowerInvariant();
        if (
            type is null
            || !Types.Contains(type)
            || Programs.Contains(Path.GetExtension(name).ToLowerInvariant())
            || !Agrees(type, file)
        )
            throw Refused();
        return type;
    }

    private static bool Agrees(string type, SpooledFile file)
    {
        if (!Beginnings.TryGetValue(type, out var beginnings))
            return !file.HasZero && IsPlain(file.Head);
        foreach (var beginning in beginnings)
            if (file.Head.AsSpan().StartsWith(beginning))
                return type != "image/webp" || file.Head.Length >= 12 && file.Head.AsSpan(8, 4).SequenceEqual("WEBP"u8);
        return false;
    }

    /// <summary>No program, and nothing that a browser would take for a page.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("MZ"u8) || bytes.StartsWith("\u007fELF"u8))
            return false;
        foreach (var beginnings in Beginnings.Values)
        foreach (var beginning in beginnings)
            if (beginning.Length > 4 && bytes.StartsWith(beginning))
                return false;
        var head = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return !Markup.Any(x => head.StartsWith(x, StringComparison.OrdinalIgnoreCase));
    }

    private ProblemException Refused() =>
        new(415, "attachment.type_not_allowed") { DetailArgument = string.Join(", ", Types) };
}
