namespace Crm.Domain.Tests.Clients;

/// <summary>Contacts are corrected, ordered and ended; nothing of it touches another one.</summary>
public sealed class ContactTests
{
    private static readonly Contact Vera = Of(1, "Вера");
    private static readonly Contact Zoya = Of(2, "Зоя");
    private static readonly Contact Lev = Of(3, "Лев");
    private static readonly CommandContext Context = new(Monday, null, Anna, Rights.None, Moscow, () => default);

    [Fact]
    public void A_mistyped_phone_is_corrected_and_the_rest_keeps_its_seal()
    {
        var after = Edit(Zoya.Id, x => x with { Name = Text("Зоя"), Phone = Text("+7 495 2") }, null);
        after.Should().ContainSingle().Which.Should().BeOfType<ContactChanged>();
        var found = After(after).Contacts;
        found.Select(x => x.Phone?.Text).Should().Equal(null, "+7 495 2", null);
        found[1].Name.Should().BeSameAs(Zoya.Name);
    }

    [Fact]
    public void What_is_so_already_is_no_event() =>
        Edit(Zoya.Id, x => x with { Name = Text("Зоя") }, 2).Should().BeEmpty();

    [Theory]
    [InlineData(1, "Лев Вера Зоя"), InlineData(2, "Вера Лев Зоя"), InlineData(3, "Вера Зоя Лев")]
    public void A_contact_is_moved_to_a_place(int position, string order) =>
        Names(After(Edit(Lev.Id, x => x, position))).Should().Be(order);

    [Theory]
    [InlineData(0), InlineData(4), InlineData(-1)]
    public void A_place_that_there_is_not_is_refused(int position) =>
        new EditContact(Lev.Id, x => x, position)
            .Decide(Client(), Context)
            .Refused!.Faults.Should()
            .Equal(new Fault("/position", "contact.position", "1 to 3"));

    [Fact]
    public void An_ended_contact_comes_last_and_a_new_one_before_it()
    {
        var ended = After(new EndContact(Vera.Id, Text("Уволилась")).Decide(Client(), Context).Events);
        Names(ended).Should().Be("Зоя Лев Вера");
        ended.Contacts[2].Ended!.Reason!.Text.Should().Be("Уволилась");
        Names(Domain.Clients.Client.Evolve(ended, Acme, new ContactAdded(Of(4, "Пётр")))!)
            .Should()
            .Be("Зоя Лев Пётр Вера");
        new EndContact(Vera.Id, null).Decide(ended, Context).Should().Be(Decision.AlreadySatisfied);
        new EditContact(Vera.Id, x => x, 1)
            .Decide(ended, Context)
            .Refused!.Faults.Single()
            .Code.Should()
            .Be("contact.ended");
        new EditContact(Vera.Id, x => x with { Phone = Text("1") }, null)
            .Decide(ended, Context)
            .Events.Should()
            .HaveCount(1);
    }

    [Fact]
    public void A_contact_of_somebody_else_is_not_found()
    {
        var foreign = new ContactId(Id(99));
        new EditContact(foreign, x => x, null).Decide(Client(), Context).Refused!.Code.Should().Be("contact.not_found");
        new EndContact(foreign, null).Decide(Client(), Context).Refused!.Code.Should().Be("contact.not_found");
    }

    private static ImmutableArray<DomainEvent> Edit(ContactId id, Func<Contact, Contact> change, int? position) =>
        new EditContact(id, change, position).Decide(Client(), Context).Events;

    private static Client Client() => new(Acme, Text("Acme"), ClientKind.Company, null, [Vera, Zoya, Lev]);

    private static Client After(IEnumerable<DomainEvent> events) =>
        events.Aggregate(Client(), (client, one) => Domain.Clients.Client.Evolve(client, Acme, one)!);

    private static string Names(Client client) => string.Join(' ', client.Contacts.Select(x => x.Name.Text));

    private static Contact Of(int n, string name) => new(new(Id(n)), Text(name), null, null, null);
}
