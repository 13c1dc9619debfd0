using Crm.Api.ApiKeys;
using Crm.Domain.Catalog;
using Crm.Domain.Processes;
using Crm.Projections.Migrations;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.DealKinds;
using JasperFx;
using Marten;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>
/// Prepares the store before the first request: shipped catalogues and, in Development, the development user's key.
/// </summary>
public sealed class Preparation(
    IDocumentStore store,
    DealUpgrade upgrade,
    ClientUpgrade clients,
    ReportUpgrade reports,
    ProductColumns products,
    CatalogCodesFill codes,
    InteractionsFill interactions,
    Kinds kinds,
    NpgsqlDataSource database,
    TimeProvider clock
)
{
    private static readonly Guid Developer = CodeStream.Of("user", "developer");

    public async Task Run(DevKeyFile? key, CancellationToken ct)
    {
        await SchemaCheck.EnsureColumnsMatch(database, ct);
        await using (var connection = await database.OpenConnectionAsync(ct))
            if (StoreGuard.IsNewer(await StoreVersion.Read(connection, ct)))
                await ReadKinds(ct);
            else
            {
                await Migrate(ct);
                await StoreVersion.Record(connection, StoreMigrations.Number, ct);
            }

        if (key is null)
            return;
        await AppendOnce<UserDocument>(
            Developer,
            new UserAdded(new UserIdentity(new(Developer), Personal.Seal("developer", ApiKeyCache.NewSecret()), null)),
            ct
        );
        await MakeAdministrator(ct);
        await AddKey(Developer, "development key", key.Key, ct);
    }

    /// <summary>Adds a key of Development whose secret is known already, unless the store has it.</summary>
    public async Task AddKey(Guid user, string name, string secret, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var hash = ApiKeyCache.Hash(secret);
        if (await session.Query<ApiKeyDocument>().AnyAsync(x => x.SecretHash == hash, ct))
            return;
        var now = clock.GetUtcNow();
        var made = ApiKeyFactory.ForDevelopment(new UserId(user), name, secret, now);
        session.Events.StartStream<ApiKeyDocument>(made.Key.Id.Value, RequestStore.Recorded(session, made, now));
        await session.SaveChangesAsync(ct);
    }

    private async Task ReadKinds(CancellationToken ct)
    {
        kinds.Invalidate();
        await kinds.Refresh(ct);
    }

    /// <summary>
    /// Shipped data and data of earlier builds. Never on a store that a newer build has migrated: roles, deals and reports would get
    /// their earlier form again.
    /// </summary>
    private async Task Migrate(CancellationToken ct)
    {
        foreach (var kind in ShippedKinds.All)
            await AppendOnce<DealKindDocument>(DealKindDocument.Stream(kind.Code), new DealKindPublished(kind), ct);
        await ReadKinds(ct);
        await SettingsUpgrade.Run(store, ct);
        await upgrade.Run(ct);
        await clients.Run(ct);
        await products.Fill(ct);
        await codes.Run(ct);
        await interactions.Run(ct);
        await reports.Run(ct);
        foreach (var reason in ShippedReasons.All)
            await AppendOnce<LostReasonDocument>(
                CodeStream.Of("lost-reason", reason.Code),
                new LostReasonAdded(reason),
                ct
            );
        await AddMissingSources(ct);
        foreach (var role in ShippedRoles.All)
            await UpdateShippedRole(role, ct);
    }

    /// <summary>
    /// Adds the shipped sources whose code, whatever its case, no source has: one that the company made stays as it is.
    /// </summary>
    private async Task AddMissingSources(CancellationToken ct)
    {
        await using var find = CatalogCodes.Find(
            CatalogCodes.Sources,
            ShippedSources.All.Select(source => source.Code)
        );
        List<CatalogCode> found;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            find.Connection = connection;
            await using var reader = await find.ExecuteReaderAsync(ct);
            found = await CatalogCodes.Read(reader, ct);
        }

        foreach (var source in ShippedSources.MissingFrom(found.Select(one => one.Code)))
            await AppendOnce<SourceDocument>(CodeStream.Of("source", source.Code), new SourceAdded(source), ct);
    }

    /// <summary>
    /// The development user may do everything; in stores from before roles existed they have no role yet.
    /// </summary>
    private async Task MakeAdministrator(CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = Caller.Server.Actor;
        var stream = await session.Events.FetchForWriting<UserDocument>(Developer, ct);
        if (stream.Aggregate is not { State.Roles.IsDefaultOrEmpty: true })
            return;
        var now = clock.GetUtcNow();
        stream.AppendOne(
            RequestStore.Recorded(session, new UserRolesChanged([ShippedRoles.Administrator]) { HappenedAt = now }, now)
        );
        await session.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Updates an unchanged shipped role to its current definition in stores of earlier versions: otherwise nobody
    /// would have a new permission. A role that the company has changed gains only permissions for what it allowed
    /// before without one.
    /// </summary>
    private async Task UpdateShippedRole(Role role, CancellationToken ct)
    {
        var id = CodeStream.Of("role", role.Code);
        await AppendOnce<RoleDocument>(id, new RoleDefined(role), ct);
        await using var session = store.LightweightSession();
        if (
            await session.LoadAsync<RoleDocument>(id, ct) is not { } found
            || found.State.Permissions.ToHashSet().SetEquals(role.Permissions)
        )
            return;
        session.LastModifiedBy = Caller.Server.Actor;
        var stream = await session.Events.FetchForExclusiveWriting<RoleDocument>(id, ct);
        if (stream.Aggregate is not { } now || now.State.Permissions.ToHashSet().SetEquals(role.Permissions))
            return;
        var events = await session.Events.FetchStreamAsync(id, token: ct);
        var isOwn = events.Any(x => x.UserName != Caller.Server.Actor);
        var wanted = isOwn
            ? now.State.WithSplitPermissions(events.Select(x => x.Data).OfType<DomainEvent>(), role)
            : role;
        if (wanted.Permissions.ToHashSet().SetEquals(now.State.Permissions))
            return;
        stream.AppendOne(
            RequestStore.Recorded(
                session,
                new RoleChanged(wanted) { HappenedAt = clock.GetUtcNow() },
                clock.GetUtcNow()
            )
        );
        await session.SaveChangesAsync(ct);
    }

    /// <summary>Another host may do the same concurrently: one of them wins, which is sufficient.</summary>
    private async Task AppendOnce<TDocument>(Guid id, DomainEvent domainEvent, CancellationToken ct)
        where TDocument : class
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<TDocument>(id, ct) is not null)
            return;
        session.LastModifiedBy = Caller.Server.Actor;
        var now = clock.GetUtcNow();
        session.Events.StartStream<TDocument>(
            id,
            RequestStore.Recorded(session, domainEvent with { HappenedAt = now }, now)
        );
        try
        {
            await session.SaveChangesAsync(ct);
        }
        catch (Marten.Exceptions.ExistingStreamIdCollisionException)
        {
            // Another host won.
        }
    }
}
