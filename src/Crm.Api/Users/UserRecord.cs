using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Users;

/// <summary>Everything of a user that events change, as histories compare it: the representation and the profile.</summary>
internal static class UserRecord
{
    public static object Of(HttpContext http, UserDocument user)
    {
        var record = JsonSerializer.SerializeToNode(UserAnswer.Of(user), http.Viewer().Json)!.AsObject();
        var profile = user.State.Chosen;
        record["timeZone"] = profile.TimeZone;
        record["language"] = JsonSerializer.SerializeToNode(profile.Language, Wire.Json);
        record["workingHours"] = JsonSerializer.SerializeToNode(profile.WorkingHours, Wire.Json);
        record["notifications"] = new JsonObject(
            profile.Notifications.Select(choice =>
                KeyValuePair.Create(
                    Notices.NameOf(choice.Kind),
                    (JsonNode?)
                        new JsonObject
                        {
                            ["popUp"] = choice.PopUp,
                            ["email"] = JsonSerializer.SerializeToNode(choice.Mail, Wire.Json),
                        }
                )
            )
        );
        record["absence"] = JsonSerializer.SerializeToNode(user.State.Absence, Wire.Json);
        return record;
    }
}
