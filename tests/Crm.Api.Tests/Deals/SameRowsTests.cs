using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Deals;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Crm.Api.Tests.Deals;

/// <summary>
/// Commands write a deal's rows themselves, in one round trip (ADR 3). The store can do it too, and does so for timers, mails and bank
/// statements: for the same events it writes the same rows, column by column, so that no reader can distinguish them.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class SameRowsTests(TestHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_writes_what_the_store_would_write()
    {
        var sale = await (await Sale.Open(host.Api, "Поставка «Ромашке»")).ToWin();
        await Same(Guid.Parse(sale.Id));
        var field = (
            await host.Api.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code = "same-rows",
                    title = new { ru = "Поле", en = "Field" },
                    type = "text",
                }
            )
        ).Must(201);
        var rich = (
            await host.Api.PostOnce(
                "/deals",
                new
                {
                    title = "Всё, что бывает",
                    clientId = sale.ClientId,
                    expectedAmount = Sale.Rub("54000.00"),
                    probability = 30,
                    expectedCloseOn = "2027-01-31",
                    comment = "Просили не звонить до десяти",
                    interest = new[] { new { text = "Принтер лазерный", quantity = 3 } },
                    externalRefs = new[] { new { system = "1c", id = "УТ-000123" } },
                    customFields = new Dictionary<string, object> { [(string)field["code"]!] = "значение" },
                }
            )
        ).Must(201);
        (
            await host.Api.Patch(
                $"/deals/{rich.Id}",
                new { title = "Переименована", comment = (string?)null },
                rich.Headers["ETag"]
            )
        ).Must(200);
        (
            await host.Api.PostOnce($"/deals/{rich.Id}/tasks/{(string)rich["openTasks"]![0]!["id"]!}/complete", new { })
        ).Must(409);
        var helper = (await host.Api.Post("/users", new { name = "Помощник", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await host.Api.Post($"/deals/{rich.Id}/participants", new { userIds = new[] { helper } })).Must(200);
        const string taking =
            "with known as (delete from crm.participant where user_id = $1 returning user_id) select user_id::text from known";
        (await Rows(taking, Guid.Parse(helper), Guid.Parse(helper))).Should().ContainSingle();
        await Same(Guid.Parse(rich.Id));
        (await Rows(taking, Guid.Parse(helper), Guid.Parse(helper)))
            .Should()
            .ContainSingle("the store keeps who takes part, too");
    }

    [Fact]
    public async Task A_kept_answer_and_a_digest_are_what_the_store_would_keep()
    {
        var id = Guid.CreateVersion7();
        (await host.Api.PostOnce("/deals", new { id, title = "Со своим номером" })).Must(201);
        var payment = Guid.CreateVersion7();
        (await host.Api.PostOnce($"/deals/{id}/payments", new { id = payment, amount = Sale.Rub("1.00") })).Must(201);
        await using var session = Store.LightweightSession();
        var answers = await session.Query<IdempotentAnswer>().Where(x => x.Stream == id).ToListAsync(Ct);
        answers.Should().HaveCount(2);
        foreach (var answer in answers)
        {
            var copy = new IdempotentAnswer
            {
                Id = "copy of " + answer.Id,
                RequestHash = answer.RequestHash,
                Status = answer.Status,
                Body = answer.Body,
                Location = answer.Location,
                ETag = answer.ETag,
                Stream = answer.Stream,
                Version = answer.Version,
                At = answer.At,
                Basis = answer.Basis,
            };
            session.Store(copy);
            await session.SaveChangesAsync(Ct);
            (await Row("crm.mt_doc_idempotent_answer", copy.Id))
                .Should()
                .Be(
                    (await Row("crm.mt_doc_idempotent_answer", answer.Id)).Replace(
                        answer.Id,
                        copy.Id,
                        StringComparison.Ordinal
                    )
                );
        }

        foreach (var created in (Guid[])[id, payment])
        {
            var copy = new CreationDigest
            {
                Id = Guid.CreateVersion7(),
                Digest = (await session.LoadAsync<CreationDigest>(created, Ct))!.Digest,
            };
            session.Insert(copy);
            await session.SaveChangesAsync(Ct);
            (await Row("crm.mt_doc_creation_digest", copy.Id))
                .Should()
                .Be(
                    (await Row("crm.mt_doc_creation_digest", created)).Replace(
                        created.ToString(),
                        copy.Id.ToString(),
                        StringComparison.Ordinal
                    )
                );
        }
    }

    private IDocumentStore Store => host.App.Host.Services.GetRequiredService<IDocumentStore>();

    /// <summary>The events of a deal appended to another stream, in the same transactions.</summary>
    private async Task Same(Guid deal)
    {
        var copy = Guid.CreateVersion7();
        // The copy has the same tasks: their rows become those of the copy.
        const string tasking =
            "select (to_jsonb(t) - 'deal_id')::text from crm.task_row t where deal_id = $1 order by id";
        var tasks = await Rows(tasking, deal, deal);
        await using var reading = Store.QuerySession();
        var events = await reading.Events.FetchStreamAsync(deal, token: Ct);
        foreach (var command in events.GroupBy(x => x.CausationId))
        {
            await using var session = Store.LightweightSession();
            var first = command.First();
            (session.LastModifiedBy, session.CorrelationId, session.CausationId) = (
                first.UserName!,
                first.CorrelationId,
                first.CausationId
            );
            foreach (var (name, value) in first.Headers!)
                session.SetHeader(name, value);
            var again = command.Select(x => Again(session, x)).ToArray();
            if (first.Version == 1)
                session.Events.StartStream<DealDocument>(copy, again);
            else
                session.Events.Append(copy, again);
            await session.SaveChangesAsync(Ct);
        }

        (
            await Rows(
                $"select (to_jsonb(e) - 'seq_id' - 'id')::text from crm_events.mt_events e where stream_id = $1 order by version",
                copy,
                copy
            )
        )
            .Should()
            .Equal(
                await Rows(
                    $"select (to_jsonb(e) - 'seq_id' - 'id')::text from crm_events.mt_events e where stream_id = $1 order by version",
                    deal,
                    copy
                )
            );
        tasks.Should().NotBeEmpty();
        (await Rows(tasking, copy, copy)).Should().Equal(tasks);
        (
            await Rows(
                "select (seq_id > lag(seq_id, 1, 0::bigint) over (order by version))::text from crm_events.mt_events where stream_id = $1",
                deal,
                deal
            )
        )
            .Should()
            .HaveCount(events.Count)
            .And.OnlyContain(x => x == "true", "positions follow the order of the events");
        foreach (
            var sql in (string[])
                [
                    "select (to_jsonb(s) - 'timestamp' - 'created')::text from crm_events.mt_streams s where id = $1",
                    "select (to_jsonb(d) - 'mt_last_modified')::text from crm.mt_doc_deal d where id = $1",
                    "select to_jsonb(w)::text from crm.deal_word w where deal = $1 order by part",
                ]
        )
        {
            var written = await Rows(sql, deal, copy);
            written.Should().NotBeEmpty();
            (await Rows(sql, copy, copy)).Should().Equal(written, sql);
        }
    }

    private static object Again(IDocumentSession session, IEvent domainEvent)
    {
        var again = session.Events.BuildEvent(domainEvent.Data);
        again.Timestamp = domainEvent.Timestamp;
        return again;
    }

    private async Task<List<string>> Rows(string sql, Guid of, Guid named)
    {
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = of } } };
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<string> rows = [];
        while (await reader.ReadAsync(Ct))
            rows.Add(reader.GetString(0).Replace(of.ToString(), named.ToString(), StringComparison.Ordinal));
        return rows;
    }

    private async Task<string> Row(string table, object id)
    {
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(
            $"select (to_jsonb(x) - 'mt_last_modified' - 'mt_version')::text from {table} x where id = $1",
            connection
        )
        {
            Parameters = { new() { Value = id } },
        };
        return (string)(await command.ExecuteScalarAsync(Ct))!;
    }
}
