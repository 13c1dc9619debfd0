using System.Reflection;
using Crm.Api.Commands;
using Crm.Api.Timers;
using Crm.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Runtime;

namespace Crm.Api.Tests.Commands;

/// <summary>Messages are of two kinds: commands, which are only invoked in process, and small durable ones that carry ids.</summary>
[Collection(HostCollection.Name)]
public sealed class MessageTests(TestHost host)
{
    private static readonly Type[] Commands = [.. Types(typeof(CommandMessage).IsAssignableFrom)];
    private static readonly Type[] Durable = [.. Types(typeof(IDurableMessage).IsAssignableFrom)];

    /// <summary>Texts that are codes or ids under another name.</summary>
    private static readonly string[] Codes =
    [
        "RebuildProjection.Report",
        "RecordMail.Reason",
        "SettleBankStatement.Credential",
    ];

    public static TheoryData<Type> AllMessages => [.. Commands, .. Durable];

    public static TheoryData<Type> DurableMessages => [.. Durable];

    private WolverineRuntime Runtime =>
        (WolverineRuntime)host.App.Host.Services.GetRequiredService<IWolverineRuntime>();

    [Theory]
    [MemberData(nameof(AllMessages))]
    public void A_message_has_exactly_one_handler(Type message) =>
        Runtime.Handlers.ChainFor(message)!.Handlers.Should().ContainSingle();

    [Fact]
    public void Every_message_of_ours_is_a_command_or_durable() =>
        Runtime
            .Handlers.Chains.Select(chain => chain.MessageType)
            .Where(type => type.Assembly == typeof(CommandMessage).Assembly)
            .Should()
            .BeEquivalentTo([.. Commands, .. Durable]);

    [Theory]
    [MemberData(nameof(DurableMessages))]
    public void A_durable_message_survives_serialization(Type message)
    {
        var serializer = Runtime.Options.DefaultSerializer;
        var sample = Sample(message);
        var data = serializer.Write(new Envelope(sample));
        serializer.ReadFromData(message, new Envelope { Data = data }).Should().Be(sample);
    }

    [Theory]
    [MemberData(nameof(DurableMessages))]
    public void A_durable_message_has_no_member_of_free_text_or_money(Type message) =>
        message
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => !IsIdOrCode(member))
            .Should()
            .BeEmpty();

    [Fact]
    public void Canary_free_text_and_money_are_found()
    {
        IsIdOrCode(typeof(Wrong).GetProperty(nameof(Wrong.Text))!).Should().BeFalse();
        IsIdOrCode(typeof(Wrong).GetProperty(nameof(Wrong.Amount))!).Should().BeFalse();
        IsIdOrCode(typeof(RecordDueDates).GetProperty(nameof(RecordDueDates.DealId))!).Should().BeTrue();
    }

    [Fact]
    public void The_text_of_a_command_reveals_none_of_its_values() =>
        Commands
            .Where(type => type.GetMethod(nameof(ToString), [])!.DeclaringType != typeof(CommandMessage))
            .Should()
            .BeEmpty();

    private static bool IsIdOrCode(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return type == typeof(Guid)
            || type == typeof(int)
            || type == typeof(bool)
            || type == typeof(DateTimeOffset)
            || type == typeof(DateOnly)
            || type.IsEnum
            || Codes.Contains($"{member.DeclaringType!.Name}.{member.Name}");
    }

    private static object Sample(Type message) =>
        message
            .GetConstructors()
            .Single()
            .Invoke([
                .. message
                    .GetConstructors()
                    .Single()
                    .GetParameters()
                    .Select(parameter => Value(parameter.ParameterType)),
            ]);

    private static object Value(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var one when one == typeof(Guid) => Guid.CreateVersion7(),
            var one when one == typeof(int) => 3,
            var one when one == typeof(bool) => true,
            _ => "code",
        };

    private static IEnumerable<Type> Types(Func<Type, bool> wanted) =>
        typeof(CommandMessage)
            .Assembly.GetTypes()
            .Where(type => wanted(type) && type is { IsAbstract: false, IsInterface: false });

    private sealed record Wrong(string Text, Money Amount) : IDurableMessage;
}
