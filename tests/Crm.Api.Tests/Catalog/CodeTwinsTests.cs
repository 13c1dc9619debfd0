using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Catalog;

/// <summary>A store of before the rule, with codes that differ in case only: they stay, and a lookup never guesses.</summary>
public sealed class CodeTwinsTests
{
    [Fact]
    public async Task Twins_of_before_stay_and_are_found_exactly_or_not_at_all()
    {
        var database = await CrmApp.PreparedDatabase();
        await using (var before = await CrmApp.Start(database))
        {
            await Add<ProductDocument>(before, "product", code => new ProductAdded(Product(code)));
            await Add<SourceDocument>(before, "source", code => new SourceAdded(new(code, "Источник", null)));
            await Add<LostReasonDocument>(
                before,
                "lost-reason",
                code => new LostReasonAdded(new(code, new("Причина", "Reason"), LostReasonRequires.None))
            );
            // As a build without the table left it.
            await Sql.Execute(database, "delete from crm.catalog_code");
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (await api.Get("/products?code=abc")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await api.Get("/products?code=Abc")).Must(200)["items"]!.AsArray().Should().HaveCount(2);
        (await api.Post("/products", new { code = "aBC", name = "А" })).Must(409);
        (await api.Post("/sources", new { code = "aBC", title = "А" })).Must(409);
        (await api.Post("/lost-reasons", new { code = "aBC", title = "А" })).Must(409);

        var refused = (await api.Post("/deals", new { title = "А", source = "Abc" })).Must(409);
        (refused.Code, refused.Blockers.Length).Should().Be(("code.ambiguous", 2));
        ((string)refused["detail"]!).Should().Contain("ABC, abc");
        var deal = (await api.Post("/deals", new { title = "А", source = "ABC" })).Must(201);
        ((string)deal["source"]!["code"]!).Should().Be("ABC");
        (await api.Get("/deals?source=Abc")).Must(409).Code.Should().Be("code.ambiguous");
        (await api.Get("/deals?source=abc")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await api.Post($"/deals/{deal.Id}/close", new { outcome = "lost", lostReason = "Abc" }))
            .Must(409)
            .Code.Should()
            .Be("code.ambiguous");

        var row = (await api.ImportProducts("code;name\nAbc;Стул\n")).Must(422)["errors"]![0]!;
        ((string)row["pointer"]!, (string)row["code"]!).Should().Be(("/2/code", "code.ambiguous"));
        ProductFiles
            .Counts((await api.ImportProducts("code;name\nabc;Стул\n")).Must(200))
            .Should()
            .Be((1, 0, 1, 0, 0), "one of them is named exactly");
        var one = (await api.Get("/products?code=abc"))["items"]![0]!;
        (await api.Patch($"/products/{one["id"]}", new { name = "Переименован" })).Must(200);
        (await api.Patch($"/products/{one["id"]}", new { code = "abd" })).Must(200);
        (await api.Get("/products?code=Abc")).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    private static async Task Add<TDocument>(CrmApp app, string noun, Func<string, object> added)
        where TDocument : class
    {
        var store = app.Host.Services.GetRequiredService<IDocumentStore>();
        foreach (var code in (string[])["abc", "ABC"])
        {
            await using var session = store.LightweightSession();
            session.Events.StartStream<TDocument>(CodeStream.Of(noun, code), added(code));
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Product Product(string code) =>
        new(new(CodeStream.Of("product", code)), code, "Стол", null, null, null, null);
}
