namespace Crm.Api.Access;

/// <summary>Size of the security log.</summary>
/// <param name="RowsPerMinute">Denials of a series that have a row each within a minute.</param>
/// <param name="MaxRows">Rows that stay; the oldest are deleted.</param>
/// <param name="Days">Days after which a row is deleted.</param>
public sealed record DenialSettings(int RowsPerMinute, int MaxRows, int Days);
