namespace Crm.Api.DevDatabase;

/// <summary>A path with each link on its way resolved: two names of one folder are then equal text.</summary>
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
            // The target may itself lead through links, hence once more from its start.
            if (
                new DirectoryInfo(at) is { LinkTarget: not null } link
                && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            )
                at = Of(target.FullName);
        }
        return at;
    }
}
