using Microsoft.AspNetCore.Routing;

namespace Crm.Architecture.Tests.CyclicFolders.First
{
    public sealed record Order(Second.Invoice? Invoice);
}

namespace Crm.Architecture.Tests.CyclicFolders.Second
{
    public sealed record Invoice(First.Order? Order);
}

namespace Crm.Architecture.Tests.CallingFeatures.Called
{
    public static class ReadEndpoint
    {
        public static void Map(IEndpointRouteBuilder routes) => _ = routes;

        public static int Answer() => 1;
    }
}

namespace Crm.Architecture.Tests.CallingFeatures.Caller
{
    public static class Answers
    {
        public static int Answer() => Called.ReadEndpoint.Answer();
    }
}
