using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Mail;

/// <summary>Documents sent by e-mail.</summary>
public static class MailFeature
{
    public static IServiceCollection AddMail(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    ) =>
        services
            .AddSingleton(MailSettings.Of(configuration, environment))
            .AddSingleton<SmtpSender>()
            .AddSingleton<DocumentMails>()
            .AddSingleton<MailQuota>()
            .AddSingleton(provider => new MailDelivery(provider))
            .AddSingleton<IMessageRule, MailMessages>()
            .AddPartAnswers<DocumentMailed>(
                new(one => one.Mail.Value, MailAnswer.Of, "mails"),
                "emailProposal",
                "emailInvoice"
            );

    public static void MapMail(this IEndpointRouteBuilder routes) => EmailDocumentEndpoints.Map(routes);
}
