using Crm.Api.Access;
using Crm.Api.Commands;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Kernel;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels;
using Crm.Projections.ReadModels.Deals;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Commands;

/// <summary>The pipeline takes several deals as it takes one: one commit for all decisions, and one refusal refuses all.</summary>
[Collection(HostCollection.Name)]
public sealed class TwoDealsPlanTests(TestHost host)
{
    private IServiceProvider Services => host.App.Host.Services;

    [Fact]
    public async Task Both_deals_change_in_one_commit()
    {
        var (one, two) = (await Sale.Open(host.Api), await Sale.Open(host.Api));
        var outcome = await Rename((one.Id, "Первая"), (two.Id, "Вторая"));
        outcome.Should().BeOfType<CommandOutcome.Accepted>();
        ((string)(await host.Api.Get(one.Path))["title"]!, (string)(await host.Api.Get(two.Path))["title"]!)
            .Should()
            .Be(("Первая", "Вторая"));
        (await Transactions(one, two)).Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_of_the_second_deal_leaves_the_first_as_it_was()
    {
        var (one, two) = (await Sale.Open(host.Api), await Sale.Open(host.Api));
        (await host.Api.Post(two.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var before = await host.Api.Get(one.Path);
        var outcome = await Rename((one.Id, "Первая"), (two.Id, "Вторая"));
        outcome.Should().BeOfType<CommandOutcome.Refused>().Which.Rejection.Code.Should().Be("deal.closed");
        (await host.Api.Get(one.Path)).Text.Should().Be(before.Text);
    }

    [Fact]
    public async Task Two_plans_that_name_the_deals_in_opposite_order_do_not_deadlock()
    {
        var (one, two) = (await Sale.Open(host.Api), await Sale.Open(host.Api));
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        i % 2 == 0
                            ? Rename((one.Id, $"А{i}"), (two.Id, $"Б{i}"))
                            : Rename((two.Id, $"А{i}"), (one.Id, $"Б{i}"))
                    )
                )
        );
        outcomes.Should().AllBeOfType<CommandOutcome.Accepted>();
    }

    private Task<CommandOutcome> Rename(params (string Deal, string Title)[] titles)
    {
        var request = new CommandRequest(new CommandOrigin(new Viewer(Caller.Server, "ru"), "test"));
        var plan = new RenameDeals(
            request,
            Services.GetRequiredService<CommandContexts>(),
            [.. titles.Select(title => (Guid.Parse(title.Deal), title.Title))]
        );
        return Services.GetRequiredService<CommandPipeline>().Execute(plan, TestContext.Current.CancellationToken);
    }

    /// <summary>How many transactions wrote the renaming events of the deals.</summary>
    private async Task<long> Transactions(Sale one, Sale two)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(
            "select count(distinct xmin::text) from crm_events.mt_events where stream_id = any($1) and type = 'deal_retitled'",
            connection
        )
        {
            Parameters = { new() { Value = new[] { Guid.Parse(one.Id), Guid.Parse(two.Id) } } },
        };
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private sealed class RenameDeals : CommandPlan
    {
        private readonly CommandContexts contexts;
        private readonly (LockedStream<DealDocument> Deal, string Title)[] renamed;

        public RenameDeals(CommandRequest request, CommandContexts contexts, (Guid Deal, string Title)[] titles)
            : base(request)
        {
            this.contexts = contexts;
            renamed = [.. titles.Select(title => (new LockedStream<DealDocument>(title.Deal), title.Title))];
            Streams = new() { Deals = [.. renamed.Select(one => one.Deal)] };
            Context = contexts.Create(request);
        }

        public override LockedStreams Streams { get; }

        public override CompanyCommandContext Context { get; }

        public override long Version => 0;

        public override CommandOutcome.NotFound? Find() =>
            renamed.All(one => one.Deal.Document is not null) ? null : new("deal.not_found");

        public override CommandDecision Decide() =>
            new([
                .. renamed.Select(one => new StreamDecision(
                    one.Deal,
                    new EditDeal([new DealRetitled(one.Title)]).Decide(
                        new DecisionContext(
                            one.Deal.Document!.State,
                            contexts.Process(one.Deal.Document.State),
                            Context
                        )
                    )
                )),
            ]);

        public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
            new Renamed(
                [.. decisions.SelectMany(one => one.Events)],
                Context,
                decisions.ToDictionary(
                    one => one.Stream.Id,
                    one =>
                        one.Events.Aggregate(
                            ((LockedStream<DealDocument>)one.Stream).Document!,
                            (deal, next) => DealDocument.After(deal, one.Stream.Id, next, Context.Now)
                        )
                )
            );
    }

    private sealed record Renamed(
        IReadOnlyList<DomainEvent> Events,
        CompanyCommandContext Context,
        IReadOnlyDictionary<Guid, DealDocument> Deals
    ) : CommandResult(Events, Context)
    {
        public override DealDocument DealAfter(Guid id) => Deals[id];
    }
}
