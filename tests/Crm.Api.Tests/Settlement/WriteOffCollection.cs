namespace Crm.Api.Tests.Settlement;

/// <summary>One host for the tests that change the write-off limit, which is a setting of the company.</summary>
[CollectionDefinition(Name)]
public sealed class WriteOffCollection : ICollectionFixture<TestHost>
{
    public const string Name = "write-offs";
}
