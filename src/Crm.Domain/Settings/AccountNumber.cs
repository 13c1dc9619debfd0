namespace Crm.Domain.Settings;

/// <summary>Numbers of bank accounts as files and people write them.</summary>
public static class AccountNumber
{
    /// <summary>Letters and digits only, in capitals: the form in which accounts are compared; null when nothing remains.</summary>
    public static string? Normalize(string? account)
    {
        var bare = string.Concat((account ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return bare.Length == 0 ? null : bare;
    }
}
