using Crm.Domain.Access;

namespace Crm.Api.Tests.Contract;

/// <summary>A host for examples: each operation gets a sale of its own.</summary>
public sealed class ExampleHost : IAsyncLifetime
{
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    /// <summary>A sales manager, whose discounts have a limit.</summary>
    public Testing.Api Manager { get; private set; } = null!;

    /// <summary>The rights of <see cref="Api"/> behind a user: for what users do with their own.</summary>
    public Testing.Api Person { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Api = await App.As();
        var manager = await Api.Post("/users", new { name = "Анна", roles = new[] { ShippedRoles.SalesManager } });
        Manager = await App.AsUser(Guid.Parse(manager.Must(201).Id));
        var person = await Api.Post("/users", new { name = "Ольга", roles = new[] { ShippedRoles.Administrator } });
        Person = await App.AsUser(Guid.Parse(person.Must(201).Id));
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
