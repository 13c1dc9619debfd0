namespace Crm.Projections.ReadModels.Access;

/// <summary>Users.</summary>
public sealed class UserList : DocumentList<UserDocument>
{
    /// <summary>Active users with one of the roles.</summary>
    public void ActiveWith(string[] roles) =>
        Where(
            $"(d.data->'state'->'roles') ?| {Parameter(roles)} "
                + "and not coalesce((d.data->'state'->>'inactive')::boolean, false)"
        );
}
