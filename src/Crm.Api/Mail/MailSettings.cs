using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Crm.Api.Hosting;
using MailKit.Security;
using MimeKit;

namespace Crm.Api.Mail;

/// <summary>
/// How mail leaves: <c>Mail:Smtp:Host, Port, User, Password, Security</c> (starttls when absent, ssl, auto, none), <c>Authorities</c> (a file of
/// certificates in PEM that are trusted beside those of the system) and <c>Mail:From</c>. Without a mail server Development puts letters into
/// the folder <c>mail</c> of <c>CRM_HOME</c>; elsewhere there is no mail.
/// </summary>
public sealed class MailSettings
{
    public string? Host { get; private init; }
    public int Port { get; private init; }
    public SecureSocketOptions Security { get; private init; }
    public string? User { get; private init; }
    public string? Password { get; private init; }
    public X509Certificate2Collection? Authorities { get; private init; }
    public string? Pickup { get; private init; }
    public required MailboxAddress From { get; init; }

    public bool Configured => Host is not null || Pickup is not null;

    public static MailSettings Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var host = Text("Host");
        var security = (Text("Security") ?? "starttls").ToLowerInvariant() switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "ssl" => SecureSocketOptions.SslOnConnect,
            "auto" => SecureSocketOptions.Auto,
            "none" => SecureSocketOptions.None,
            var odd => throw new StartupException($"Mail:Smtp:Security: '{odd}' is none of starttls, ssl, auto, none."),
        };
        if (security == SecureSocketOptions.None && Text("User") is not null) throw new StartupException("Mail:Smtp:Security: none would send the password in the clear.");
        var from = configuration["Mail:From"];
        if (host is not null && from is null) throw new StartupException("Mail:From is missing: the address that mail comes from.");
        return new MailSettings
        {
            Host = host,
            Port = PortOf(Text("Port"), security),
            Security = security,
            User = Text("User"),
            Password = Text("Password"),
            Authorities = Text("Authorities") is { } file ? AuthoritiesIn(file) : null,
            Pickup = host is null && environment.IsDevelopment() ? HomeFolder.From(configuration).Mail : null,
            From = MailboxAddress.TryParse(from ?? "crm@localhost.localdomain", out var address) ? address : throw new StartupException($"Mail:From: '{from}' is no address."),
        };

        string? Text(string name) => configuration["Mail:Smtp:" + name] is { Length: > 0 } given ? given : null;
    }

    private static X509Certificate2Collection AuthoritiesIn(string file)
    {
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPemFile(file);
            return found.Count > 0 ? found : throw new StartupException($"Mail:Smtp:Authorities: '{file}' has no certificate in PEM.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"Mail:Smtp:Authorities: '{file}' cannot be read as certificates in PEM.");
        }
    }

    private static int PortOf(string? text, SecureSocketOptions security) => text is null ? security == SecureSocketOptions.SslOnConnect ? 465 : 587
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : throw new StartupException($"Mail:Smtp:Port: '{text}' is no port.");
}
