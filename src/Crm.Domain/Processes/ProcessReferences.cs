using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>What a process may refer to outside itself, at the time of validation.</summary>
/// <param name="Users">Active users.</param>
/// <param name="Roles">Codes of all roles.</param>
/// <param name="Fields">Codes of the custom fields of deals that are not archived.</param>
/// <param name="Settings">Tells which capabilities are on.</param>
public sealed record ProcessReferences(
    IReadOnlySet<UserId> Users,
    IReadOnlySet<string> Roles,
    IReadOnlySet<string> Fields,
    CompanySettings Settings
);
