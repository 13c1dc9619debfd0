using System.Collections.Concurrent;
using System.Net.Sockets;
using Crm.Api.Deals;
using Crm.Api.Printing;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Polly.Timeout;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Crm.Api.Mail;

/// <summary>An attempt to send a mail.</summary>
public sealed record SendMail(Guid Deal, Guid Mail, int Attempt) : IDurableMessage;

/// <summary>Sends a queued mail at once, and repeats a deferred attempt later.</summary>
public sealed class MailMessages : IMessageRule
{
    public IEnumerable<OutgoingMessage> From(Guid stream, DomainEvent domainEvent, DateTimeOffset now) =>
        domainEvent switch
        {
            DocumentMailed mailed => [new(new SendMail(stream, mailed.Mail.Value, 1))],
            MailDeferred later => [new(new SendMail(stream, later.Mail.Value, later.Attempt + 1), later.NextAt - now)],
            _ => [],
        };
}

/// <summary>Sends a mail. Messages are delivered at least once; a recorded attempt is not repeated.</summary>
public static class SendMailHandler
{
    /// <summary>
    /// The result of an attempt could not be recorded because the database is unavailable. The attempt is repeated and
    /// may send the mail a second time.
    /// </summary>
    public static void Configure(HandlerChain chain) =>
        chain
            .OnAnyException()
            .ScheduleRetry(
                TimeSpan.FromMinutes(1),
                TimeSpan.FromMinutes(10),
                TimeSpan.FromHours(1),
                TimeSpan.FromHours(6),
                TimeSpan.FromHours(12)
            );

    [MessageTimeout(300)]
    public static Task<RecordMail?> Handle(SendMail message, MailDelivery delivery, CancellationToken ct) =>
        delivery.Attempt(message, ct);
}

/// <summary>Records the result of an attempt later, because its deal was locked. The mail is not sent again.</summary>
/// <param name="Reason">Code of the obstacle; null: the server accepted the mail.</param>
public sealed record RecordMail(Guid Deal, Guid Mail, int Attempt, bool IsFinal, string? Reason) : IDurableMessage;

/// <inheritdoc cref="RecordMail"/>
public static class RecordMailHandler
{
    public static void Configure(HandlerChain chain) =>
        chain
            .OnAnyException()
            .ScheduleRetry(
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(30),
                TimeSpan.FromMinutes(2),
                TimeSpan.FromMinutes(10),
                TimeSpan.FromHours(1),
                TimeSpan.FromHours(6)
            );

    public static async Task Handle(RecordMail message, MailDelivery delivery, CancellationToken ct)
    {
        if (!await delivery.Record(message, ct))
            throw new CommandBusyException();
    }
}

/// <summary>
/// One attempt: the events are read again, the mail is built from them, the server is called without holding any lock,
/// and the result is recorded under the lock of the deal. If the host dies between the server's response and the
/// recording, the mail is sent again with the same Message-ID.
/// </summary>
public sealed class MailDelivery(IServiceProvider services)
{
    private readonly ILogger log = services.GetRequiredService<ILogger<MailDelivery>>();

    /// <summary>Responses of the mail server that are not recorded yet. Personal, so no message carries them.</summary>
    private readonly ConcurrentDictionary<(Guid Mail, int Attempt), Personal> responses = [];

    /// <returns>What is to be recorded later, when others hold the deal; null: nothing.</returns>
    public async Task<RecordMail?> Attempt(SendMail message, CancellationToken ct)
    {
        await services.GetRequiredService<Company>().Refresh(ct);
        await services.GetRequiredService<Kinds>().Refresh(ct);
        var deals = services.GetRequiredService<DealReader>();
        var at = await deals.Now(message.Deal, ct);
        var deal = at.Deal.State;
        if (await deals.Find<DocumentMailed>(at, x => x.Mail.Value, message.Mail, ct) is not { } found)
            return null;
        var mailed = (DocumentMailed)found.Data;
        if (deal.Mails[mailed.Mail] is var mail && (mail.IsOver || mail.Attempts >= message.Attempt))
            return null;
        var outcome = await Carry(deal, mailed, ct);
        var result = new RecordMail(message.Deal, message.Mail, message.Attempt, outcome.ForGood, outcome.Reason);
        if (outcome.Answer is { } response)
            responses[(message.Mail, message.Attempt)] = response;
        // The mail is sent: a host that stops records this nevertheless.
        return await Record(result, CancellationToken.None) ? null : result;
    }

    /// <summary>False: others hold the deal.</summary>
    public async Task<bool> Record(RecordMail message, CancellationToken ct)
    {
        var attempt = (message.Mail, message.Attempt);
        var outcome = new MailOutcome(
            message.Reason is null,
            message.IsFinal,
            message.Reason,
            responses.GetValueOrDefault(attempt)
        );
        var command = new ExecuteDealCommand(
            message.Deal,
            new RecordMailResult(new(message.Mail), message.Attempt, outcome),
            CommandRequest.Server("send-mail")
        );
        var (pipeline, contexts) = (
            services.GetRequiredService<CommandPipeline>(),
            services.GetRequiredService<CommandContexts>()
        );
        if (await pipeline.Execute(new DealPlan(command, contexts), ct) is CommandOutcome.Busy)
            return false;
        responses.TryRemove(attempt, out _);
        return true;
    }

    private async Task<MailOutcome> Carry(Deal deal, DocumentMailed mailed, CancellationToken ct)
    {
        if (mailed.To.Concat(mailed.Cc).Append(mailed.Subject).Append(mailed.Text).Any(x => x.Text is null))
            return new(false, ForGood: true, "mail.erased");
        try
        {
            var kind = mailed.Document == MailedDocument.Proposal ? PrintedKind.Proposal : PrintedKind.Invoice;
            var prints = services.GetRequiredService<IssuedFiles>();
            var file = await prints.GetIssued(
                kind,
                deal.Id.Value,
                mailed.DocumentId,
                mailed.Language,
                IssuedFiles.Pdf,
                ct
            );
            var bytes = await prints.Read(file, ct);
            await services
                .GetRequiredService<SmtpSender>()
                .Send(MailMessageBuilder.Of(mailed, file, bytes, services.GetRequiredService<MailSettings>().From), ct);
            return new(true);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("A mail was not accepted: {Fault}", FaultLine.Of(e));
            return Of(e);
        }
    }

    private static MailOutcome Of(Exception e) =>
        e switch
        {
            SmtpCommandException x when (int)x.StatusCode is >= 500 and < 600 => new(
                false,
                ForGood: true,
                "mail.refused",
                ServerResponse(x)
            ),
            SmtpCommandException x => new(false, false, "mail.deferred", ServerResponse(x)),
            AuthenticationException => new(false, false, "mail.authentication"),
            SslHandshakeException => new(false, false, "mail.not_secure"),
            ProtocolException
            or SocketException
            or IOException
            or TimeoutRejectedException
            or TimeoutException
            or NotSupportedException => new(false, false, "mail.unreachable"),
            ProblemException => new(false, ForGood: true, "mail.document_missing"),
            _ => new(false, false, "mail.internal"),
        };

    /// <summary>Personal, because the server's response may contain the refused address.</summary>
    private static Personal? ServerResponse(SmtpCommandException e)
    {
        var text = string.Concat($"{(int)e.StatusCode} {e.Message}".Select(x => char.IsControl(x) ? ' ' : x));
        return TextValidation.PersonalOrNull(
            text.Length > TextValidation.Title ? text[..TextValidation.Title] : text,
            "",
            TextValidation.Title
        );
    }
}

/// <summary>Builds messages; every attempt builds the same one.</summary>
internal static class MailMessageBuilder
{
    public static MimeMessage Of(DocumentMailed mailed, PrintedFile file, byte[] bytes, MailboxAddress from)
    {
        var body = new BodyBuilder { TextBody = mailed.Text.Text };
        body.Attachments.Add(file.Name, bytes, ContentType.Parse(file.MediaType));
        var message = new MimeMessage
        {
            // Derived from the id of the mail, so that a repeated message is recognized as a duplicate.
            MessageId = $"{mailed.Mail.Value:N}@{from.Domain}",
            Date = mailed.HappenedAt,
            Subject = mailed.Subject.Text!,
            Body = body.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.AddRange(mailed.To.Select(Mailbox));
        message.Cc.AddRange(mailed.Cc.Select(Mailbox));
        return message;
    }

    /// <summary>With the domain in punycode, which every mail server takes.</summary>
    private static MailboxAddress Mailbox(Personal address) =>
        new(null, EmailAddress.Ascii(address.Text!) ?? address.Text!);
}
