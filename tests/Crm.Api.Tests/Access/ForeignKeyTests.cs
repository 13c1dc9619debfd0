using Crm.Api.Tests.Conventions;

namespace Crm.Api.Tests.Access;

/// <summary>
/// POST /api-keys for another user: its creator could act as that user. That is for trying things out, in Development only.
/// </summary>
public sealed class ForeignKeyTests
{
    [Fact]
    public async Task Outside_Development_no_key_is_created_for_another_user()
    {
        var database = await CrmApp.PreparedDatabase();
        string anna,
            boris;
        await using (var development = await CrmApp.Start(database))
        {
            var trying = await development.As();
            (anna, boris) = (
                (await trying.Post("/users", new { name = "Анна", roles = new[] { "administrator" } })).Must(201).Id,
                (await trying.Post("/users", new { name = "Борис" })).Must(201).Id
            );
            (
                await trying.Post(
                    "/api-keys",
                    new
                    {
                        name = "В разработке",
                        scopes = new[] { "read" },
                        userId = boris,
                    }
                )
            ).Must(201);
        }

        await using var app = await CrmApp.InProduction(database);
        foreach (
            var (maker, user) in new[]
            {
                (await app.AsUser(Guid.Parse(anna)), boris),
                (await app.As(), boris),
                (await app.As(), anna),
            }
        )
        {
            var before = await Stored.Count(app);
            var refused = (
                await maker.Post(
                    "/api-keys",
                    new
                    {
                        name = "Чужой",
                        scopes = new[] { "read" },
                        userId = user,
                    }
                )
            ).Must(403);
            (refused.Code, refused["secret"]).Should().Be(("api_key.foreign_user", null));
            ((string)refused["detail"]!).Should().Contain("without userId", "it says what may be done instead");
            (await Stored.Count(app)).Should().Be(before, "no key, event or message is left");
        }

        // For the caller and for an integration it is still allowed.
        var own = (
            await (await app.AsUser(Guid.Parse(anna))).Post(
                "/api-keys",
                new
                {
                    name = "Свой",
                    scopes = new[] { "read" },
                    userId = anna,
                }
            )
        ).Must(201);
        ((string?)own["userId"]).Should().Be(anna);
        (await (await app.As()).Post("/api-keys", new { name = "Обмен", scopes = new[] { "read" } }))
            .Must(201)["userId"]
            .Should()
            .BeNull();
    }
}
