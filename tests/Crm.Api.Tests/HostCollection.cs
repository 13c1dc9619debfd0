namespace Crm.Api.Tests;

/// <summary>One host for the tests of a collection; each test creates its own data.</summary>
public sealed class TestHost : IAsyncLifetime
{
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Api = await App.As();
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class HostCollection : ICollectionFixture<TestHost>
{
    public const string Name = "host";
}
