using Crm.Domain.Settings;

namespace Crm.Domain.Processes;

/// <summary>What a process may refer to outside itself, as it stands when the draft is looked at.</summary>
/// <param name="Users">Active users.</param>
/// <param name="Roles">Codes of the roles there are.</param>
/// <param name="Fields">Codes of the custom fields of deals that are in use.</param>
/// <param name="Settings">Which capabilities are on.</param>
public sealed record ProcessReferences(
    IReadOnlySet<UserId> Users,
    IReadOnlySet<string> Roles,
    IReadOnlySet<string> Fields,
    CompanySettings Settings
);
