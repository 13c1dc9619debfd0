namespace Crm.Api.Paging;

/// <summary>An operation that answers pages of a list, with a link to the next one.</summary>
public sealed record PagedAnswer;

/// <summary>Operations that answer a list.</summary>
public static class ListOperations
{
    /// <summary>The operation answers pages of a list, and counts as a heavy read.</summary>
    public static RouteHandlerBuilder AnswersList<T>(this RouteHandlerBuilder route) =>
        route.Answers<Listed<T>>().IsHeavy().WithMetadata(new PagedAnswer());
}
