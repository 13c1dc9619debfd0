namespace Crm.Api.Commands;

/// <summary>The pipeline that every command runs through.</summary>
public static class CommandsFeature
{
    public static IServiceCollection AddCommands(this IServiceCollection services) =>
        services
            .AddSingleton<CommandContexts>()
            .AddSingleton<CommandLoader>()
            .AddSingleton<CommandWriter>()
            // Not the host's clock: a wait is measured by a stopwatch, like the lock time-out of the database.
            .AddSingleton(new CommandQueues(TimeProvider.System))
            .AddSingleton<CommandPipeline>()
            .AddSingleton<CreationPipeline>()
            .AddSingleton<AnswerRenderers>()
            .AddSingleton<AnswerReplays>()
            .AddSingleton<OutgoingMessages>()
            .AddSingleton<StoreSessions>()
            .AddSingleton<SequenceGaps>()
            .AddHostedService<SequenceGapFiller>();

    /// <summary>
    /// Wolverine logs the exception of a failed command in full, including values of SQL parameters. The caller of the
    /// command logs it too, without those values, so Wolverine's log entry is muted.
    /// </summary>
    public static void MuteCommands(this ILoggingBuilder logging)
    {
        foreach (var type in typeof(CommandMessage).Assembly.GetTypes())
            if (type.IsSubclassOf(typeof(CommandMessage)) && !type.IsAbstract)
                logging.AddFilter(type.FullName, LogLevel.None);
    }
}
