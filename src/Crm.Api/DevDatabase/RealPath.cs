namespace Crm.Api.DevDatabase;

/// <summary>A path with all symbolic links resolved, so that two names of one folder compare equal.</summary>
internal static class RealPath
{
    internal static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var at = Path.GetPathRoot(full)!;
        foreach (
            var part in full[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            at = Path.Combine(at, part);
            // The target may itself contain links, so resolve it again from its start.
            if (
                new DirectoryInfo(at) is { LinkTarget: not null } link
                && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            )
                at = Of(target.FullName);
        }
        return at;
    }
}
