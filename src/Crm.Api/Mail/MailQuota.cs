namespace Crm.Api.Mail;

/// <summary>Limits how many mails a user sends (<c>Limits:Mails</c>).</summary>
public sealed class MailQuota(RateLimits rates, RequestAnswers answers)
{
    /// <summary>Counts one mail; a preview and a repetition under the same key send none.</summary>
    public async ValueTask Take(HttpContext http)
    {
        if (!DryRun.IsWanted(http) && !await answers.Exists(http))
            rates.CountMail(http, Caller.Of(http));
    }
}
