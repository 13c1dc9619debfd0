namespace Crm.Api.Tests.Catalog;

[Collection(HostCollection.Name)]
public sealed class NamesTests(TestHost host)
{
    [Fact]
    public async Task A_client_that_was_just_registered_is_found_by_every_one_of_many_requests_at_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var client = (await host.Api.Post("/clients", new { name = "ООО Вектор" })).Must(201).Id;
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(_ => host.Api.PostOnce("/deals", new { title = "Поставка", clientId = client }))
            );
            answers.Should().OnlyContain(x => x.Status == 201);
        }
    }

    [Fact]
    public async Task A_client_that_was_renamed_shows_its_new_name_on_its_deals()
    {
        var client = (await host.Api.Post("/clients", new { name = "ООО Старое" })).Must(201).Id;
        var deal = (await host.Api.PostOnce("/deals", new { title = "Поставка", clientId = client })).Must(201);
        (await host.Api.Patch("/clients/" + client, new { name = "ООО Новое" })).Must(200);
        var read = (await host.Api.Get("/deals/" + deal.Id)).Must(200);
        ((string)read["client"]!["name"]!).Should().Be("ООО Новое");
        read.ETag.Should()
            .NotBe(deal.ETag)
            .And.StartWith(deal.ETag!.Split('-')[0], "the name is in another stream: n does not move");
    }
}
