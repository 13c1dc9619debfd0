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
    public static Task Handle(SendMail message, MailDelivery delivery, CancellationToken ct) =>
        delivery.Attempt(message, ct);
}

/// <summary>
/// One attempt: the events are read again, the mail is built from them, the server is called without holding any lock,
/// and the result is recorded under the lock of the deal. If the host dies between the server's response and the
/// recording, the mail is sent again with the same Message-ID.
/// </summary>
public sealed class MailDelivery(IServiceProvider services)
{
    private const int Notes = 5;
    private readonly ILogger log = services.GetRequiredService<ILogger<MailDelivery>>();

    public async Task Attempt(SendMail message, CancellationToken ct)
    {
        await services.GetRequiredService<Company>().Refresh(ct);
        await services.GetRequiredService<Kinds>().Refresh(ct);
        var deals = services.GetRequiredService<DealReader>();
        var at = await deals.Now(message.Deal, ct);
        var deal = at.Deal.State;
        if (await deals.Find<DocumentMailed>(at, x => x.Mail.Value, message.Mail, ct) is not { } found)
            return;
        var mailed = (DocumentMailed)found.Data;
        if (deal.Mails[mailed.Mail] is var mail && (mail.IsOver || mail.Attempts >= message.Attempt))
            return;
        await Record(message, await Carry(deal, mailed, ct));
    }

    /// <summary>Retried when the deal is locked: the mail has already been sent.</summary>
    private async Task Record(SendMail message, MailOutcome outcome)
    {
        var command = new ExecuteDealCommand(
            message.Deal,
            new RecordMailResult(new(message.Mail), message.Attempt, outcome),
            CommandRequest.Server("send-mail")
        );
        var (pipeline, contexts) = (
            services.GetRequiredService<CommandPipeline>(),
            services.GetRequiredService<CommandContexts>()
        );
        for (var i = 1; i <= Notes; i++)
        {
            if (
                await pipeline.Execute(new DealPlan(command, contexts), CancellationToken.None)
                is not CommandOutcome.Busy
            )
                return;
            log.LogWarning("The result of a mail cannot be recorded yet: its deal is locked");
        }

        throw new CommandBusyException();
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
        message.To.AddRange(mailed.To.Select(x => new MailboxAddress(null, x.Text!)));
        message.Cc.AddRange(mailed.Cc.Select(x => new MailboxAddress(null, x.Text!)));
        return message;
    }
}
