using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Crm.Api.Configuration;
using MailKit.Security;
using MimeKit;

namespace Crm.Api.Mail;

/// <summary>
/// Mail settings: <c>Mail:Smtp:Host, Port, User, Password, Security</c> (starttls when absent, ssl, auto, none),
/// <c>Authorities</c> (a PEM file of certificates that are trusted in addition to the system's) and <c>Mail:From</c>.
/// Without a mail server, Development writes mails to the folder <c>mail</c> of <c>CRM_HOME</c>; other environments
/// cannot send mail.
/// </summary>
public sealed class MailSettings
{
    // Plain strings, checked at startup: a host that sends no mail never loads the mail library.
    private const string Nobody = "crm@localhost.localdomain";
    private string security = "starttls";
    private string? from;

    public string? Host { get; private init; }
    public int Port { get; private init; }
    public SecureSocketOptions Security =>
        security switch
        {
            "ssl" => SecureSocketOptions.SslOnConnect,
            "auto" => SecureSocketOptions.Auto,
            "none" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
    public string? User { get; private init; }
    public string? Password { get; private init; }
    public X509Certificate2Collection? Authorities { get; private init; }
    public string? Pickup { get; private init; }
    public MailboxAddress From =>
        MailboxAddress.Parse(from ?? Nobody) is var given && EmailAddress.Ascii(given.Address) is { } ascii
            ? new(given.Name, ascii)
            : given;

    public bool Configured => Host is not null || Pickup is not null;

    public static MailSettings Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var host = Text("Host");
        var way = (Text("Security") ?? "starttls").ToLowerInvariant();
        if (way is not ("starttls" or "ssl" or "auto" or "none"))
            throw new StartupException($"Mail:Smtp:Security: '{way}' is none of starttls, ssl, auto, none.");
        if (way == "none" && Text("User") is not null)
            throw new StartupException("Mail:Smtp:Security: none would send the password in the clear.");
        var sender = configuration["Mail:From"];
        if (host is not null && sender is null)
            throw new StartupException("Mail:From is missing: the address that mail comes from.");
        if (sender is not null && !IsAddress(sender))
            throw new StartupException($"Mail:From: '{sender}' is no address.");
        return new MailSettings
        {
            Host = host,
            Port = PortOf(Text("Port"), way),
            security = way,
            from = sender,
            User = Text("User"),
            Password = Text("Password"),
            Authorities = Text("Authorities") is { } file ? AuthoritiesIn(file) : null,
            Pickup = host is null && environment.IsDevelopment() ? HomeFolder.From(configuration).Mail : null,
        };

        string? Text(string name) => configuration["Mail:Smtp:" + name] is { Length: > 0 } given ? given : null;
    }

    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out _);

    private static X509Certificate2Collection AuthoritiesIn(string file)
    {
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(file);
            return found.Count > 0
                ? found
                : throw new StartupException($"Mail:Smtp:Authorities: '{file}' has no certificate in PEM.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"Mail:Smtp:Authorities: '{file}' cannot be read as certificates in PEM.");
        }
    }

    private static int PortOf(string? text, string way) =>
        text is null
            ? way == "ssl"
                ? 465
                : 587
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536
                ? port
                : throw new StartupException($"Mail:Smtp:Port: '{text}' is no port.");
}
