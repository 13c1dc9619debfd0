namespace Crm.Api.Commands;

/// <summary>The pipeline that every command runs through.</summary>
public static class CommandsFeature
{
    public static IServiceCollection AddCommands(this IServiceCollection services) =>
        services
            .AddSingleton<CommandContexts>()
            .AddSingleton<CommandLoader>()
            .AddSingleton<CommandWriter>()
            .AddSingleton<CommandPipeline>()
            .AddSingleton<CreationPipeline>()
            .AddSingleton<AnswerRenderers>()
            .AddSingleton<OutgoingMessages>();

    /// <summary>
    /// The bus logs the exception of a command that fails in full, with the values of statements in it. Who invoked the command logs it as
    /// well, without them: so the bus need not.
    /// </summary>
    public static void MuteCommands(this ILoggingBuilder logging)
    {
        foreach (var type in typeof(CommandMessage).Assembly.GetTypes())
            if (type.IsSubclassOf(typeof(CommandMessage)) && !type.IsAbstract)
                logging.AddFilter(type.FullName, LogLevel.None);
    }
}
