namespace Crm.Api.RequestPipeline;

/// <summary>Registers authentication by token.</summary>
public static class Tokens
{
    public static void AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TokenSettings.Of(configuration)).AddSingleton<TokenKeys>().AddSingleton<TokenCallers>();
        // No redirects: keys are accepted only from the configured address.
        services.AddKeyedSingleton(
            TokenKeys.Http,
            (_, _) =>
                new HttpClient(
                    new SocketsHttpHandler
                    {
                        AllowAutoRedirect = false,
                        UseCookies = false,
                        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    }
                )
                {
                    Timeout = TimeSpan.FromSeconds(5),
                    MaxResponseContentBufferSize = 1024 * 1024,
                }
        );
    }
}
