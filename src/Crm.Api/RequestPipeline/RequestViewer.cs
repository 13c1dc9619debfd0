namespace Crm.Api.RequestPipeline;

/// <summary>The reader of a request's answer.</summary>
public static class RequestViewer
{
    public static Viewer Viewer(this HttpContext http)
    {
        if (http.Items[typeof(Viewer)] is Viewer known)
            return known;
        var viewer = new Viewer(Caller.Of(http), Language.Of(http));
        http.Items[typeof(Viewer)] = viewer;
        return viewer;
    }
}
