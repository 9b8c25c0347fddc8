using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Groups;

/// <summary>The groups of a number: make, list, read, change, delete; their link, the people in them and at their door.</summary>
internal sealed class GroupsApi(Platform platform)
{
    private const int MostGroups = 10_000;
    private const int MostPictureBytes = 5 << 20;

    /// <summary>/{number}/groups.</summary>
    public async Task<bool> NumberAsync(HttpContext http, BusinessNumber number)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return GraphJson.Page(http, platform.Groups.Store.Of(number), PublicUrl.Origin(http, platform.Options), (json, group) => new JsonObject
            {
                ["id"] = group.Id,
                ["subject"] = group.Subject,
                ["created_at"] = (group.CreatedAtMs / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            }.WriteTo(json), inside: "groups");
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return false;
        }

        var given = await Parameters.ReadAsync(http);
        var subject = given.Text("subject")?.Trim();
        var mode = given.Text("join_approval_mode") ?? "auto_approve";
        var wrong = given.NotForWhatsApp() ?? (subject is null or "" ? Refusal.Required("subject") : null) ?? TooLong(subject, given.Text("description"))
            ?? (mode is "auto_approve" or "approval_required" ? null : Refusal.Parameter("Param join_approval_mode must be one of {approval_required, auto_approve}."))
            ?? (!number.Registration.IsRegistered ? new Refusal(133010) : platform.Groups.Store.Of(number).Count >= MostGroups ? new Refusal(131211) : null);
        if (wrong is not null)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var request = await platform.Groups.CreateAsync(number, subject!, given.Text("description"), mode == "approval_required");
        return Answer(http, "request_id", request);
    }

    /// <summary>/{group} and its edges; false when there is no such group, edge or method.</summary>
    public async Task<bool> HandleAsync(HttpContext http, string id, string edge) => platform.Groups.Store.Find(id) is { } group && (http.Request.Method, edge) switch
    {
        ("GET", "") => GraphJson.Write(http, Shown(group, GraphJson.Fields(http))),
        ("POST", "") => await ChangeAsync(http, group),
        ("DELETE", "") => await DeleteAsync(http, group),
        ("GET", "invite_link") => group.Link is { } link ? Answer(http, "invite_link", link) : GraphJson.Refuse(http, Refusal.Parameter("The group has no invite link: make one by POST.")),
        ("POST", "invite_link") => Answer(http, "invite_link", (await platform.Groups.NewLinkAsync(id, delete: false)).Link!),
        ("DELETE", "invite_link") => await DeleteLinkAsync(http, id),
        ("GET", "join_requests") => Requests(http, group),
        ("POST", "join_requests") => await DecideAsync(http, group, approve: true),
        ("DELETE", "join_requests") => await DecideAsync(http, group, approve: false),
        ("POST", "participants") => await AddAsync(http, group),
        ("DELETE", "participants") => await RemoveAsync(http, group),
        _ => false,
    };

    public static string ModeOf(Group group) => group.NeedsApproval ? "approval_required" : "auto_approve";

    public static JsonArray Errors(int code, string details) => [new JsonObject
    {
        ["code"] = code, ["title"] = MetaError.Find(code).Title, ["message"] = MetaError.Find(code).Title, ["error_data"] = new JsonObject { ["details"] = details },
    }];

    private async Task<bool> ChangeAsync(HttpContext http, Group group)
    {
        var given = await Parameters.ReadAsync(http);
        var subject = given.Text("subject")?.Trim();
        var description = given.Text("description");
        (string, string)? picture = null;
        if ((given.NotForWhatsApp() ?? TooLong(subject, description) ?? (subject == "" ? Refusal.Required("subject") : null)) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        if (http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted)).Files is [var file, ..])
        {
            if (file.Length > MostPictureBytes || file.ContentType != "image/jpeg")
            {
                return GraphJson.Refuse(http, Refusal.Parameter("Param file must be a JPEG of at most 5 MB."));
            }

            await using var bytes = file.OpenReadStream();
            picture = (file.ContentType, Convert.ToBase64String(await SHA256.HashDataAsync(bytes, http.RequestAborted)));
        }

        return subject is null && description is null && picture is null
            ? GraphJson.Refuse(http, Refusal.Parameter("One of subject, description and file is required."))
            : Answer(http, "request_id", await platform.Groups.SetAsync(group.Id, subject, description, picture));
    }

    private async Task<bool> DeleteAsync(HttpContext http, Group group)
    {
        await platform.Groups.DeleteAsync(group);
        return GraphJson.Success(http);
    }

    private async Task<bool> DeleteLinkAsync(HttpContext http, string id)
    {
        await platform.Groups.NewLinkAsync(id, delete: true);
        return Answer(http, "success", "true");
    }

    private bool Requests(HttpContext http, Group group) =>
        GraphJson.Page(http, group.Requests, PublicUrl.Origin(http, platform.Options), (json, request) => new JsonObject
        {
            ["join_request_id"] = request.Id,
            ["wa_id"] = Phones.Digits(request.Phone),
            ["creation_timestamp"] = request.AtMs / 1000,
        }.WriteTo(json));

    private async Task<bool> DecideAsync(HttpContext http, Group group, bool approve)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.NotForWhatsApp() is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        if (given.Array("join_requests") is not { Count: > 0 } list)
        {
            return GraphJson.Refuse(http, Refusal.Required("join_requests"));
        }

        var room = GroupDesk.MostParticipants - group.Participants.Count;
        var (decided, failed) = (new List<JoinRequest>(), new JsonArray());
        foreach (var id in list.Select(item => Parameters.TextOf(item) ?? "").Distinct(StringComparer.Ordinal))
        {
            if (group.Requests.FirstOrDefault(request => request.Id == id) is not { } request)
            {
                failed.Add((JsonNode)new JsonObject { ["join_request_id"] = id, ["errors"] = Errors(131009, "There is no such join request.") });
            }
            else if (approve && decided.Count >= room)
            {
                failed.Add((JsonNode)new JsonObject { ["join_request_id"] = id, ["errors"] = Errors(131204, $"A group has at most {GroupDesk.MostParticipants} participants.") });
            }
            else
            {
                decided.Add(request);
            }
        }

        await platform.Groups.DecideAsync(group.Id, decided, approve);
        var answer = new JsonObject { ["messaging_product"] = "whatsapp", [approve ? "approved_join_requests" : "rejected_join_requests"] = new JsonArray([.. decided.Select(request => JsonValue.Create(request.Id))]) };
        if (failed.Count > 0)
        {
            answer["failed_join_requests"] = failed;
        }

        return GraphJson.Write(http, answer);
    }

    private async Task<bool> AddAsync(HttpContext http, Group group)
    {
        var (people, wrong) = await PeopleAsync(http);
        wrong ??= people.Any(person => group.Participants.Contains(person.Phone)) || people.DistinctBy(person => person.Phone).Count() < people.Count ? new Refusal(131202)
            : group.Participants.Count + people.Count > GroupDesk.MostParticipants ? new Refusal(131204) : null;
        if (wrong is not null)
        {
            return GraphJson.Refuse(http, wrong);
        }

        await platform.Groups.AddAsync(group.Id, [.. people.Select(person => person.Phone)], reason: null);
        return GraphJson.Success(http);
    }

    private async Task<bool> RemoveAsync(HttpContext http, Group group)
    {
        var (people, wrong) = await PeopleAsync(http);
        if (wrong is not null)
        {
            return GraphJson.Refuse(http, wrong);
        }

        await platform.Groups.RemoveAsync(group.Id, people);
        return GraphJson.Success(http);
    }

    private static async Task<(List<(string Input, ulong Phone)> People, Refusal? Wrong)> PeopleAsync(HttpContext http)
    {
        var given = await Parameters.ReadAsync(http);
        var people = new List<(string, ulong)>();
        if (given.NotForWhatsApp() is { } other)
        {
            return (people, other);
        }

        if (given.Array("participants") is not { Count: > 0 and <= GroupDesk.MostParticipants } list)
        {
            return (people, Refusal.Parameter($"Param participants must be an array of 1 to {GroupDesk.MostParticipants}."));
        }

        foreach (var user in list.Select(person => Parameters.TextOf((person as JsonObject)?["user"]) ?? ""))
        {
            if (!Phones.TryParse(user, out var phone) && !UserId.TryReadPhone(user, out phone))
            {
                return (people, Refusal.Parameter($"Param participants['user'] is not a phone number: {user}."));
            }

            people.Add((user, phone));
        }

        return (people, null);
    }

    private static Refusal? TooLong(string? subject, string? description) =>
        subject is { Length: > 128 } ? Refusal.Parameter("Param subject must be at most 128 characters long.")
        : description is { Length: > 2048 } ? Refusal.Parameter("Param description must be at most 2048 characters long.") : null;

    private static JsonObject Shown(Group group, HashSet<string>? fields)
    {
        var all = new JsonObject
        {
            ["subject"] = group.Subject,
            ["description"] = group.Description,
            ["suspended"] = group.Suspended,
            ["creation_timestamp"] = group.CreatedAtMs / 1000,
            ["participants"] = new JsonArray([.. group.Participants.Select(phone => new JsonObject { ["wa_id"] = Phones.Digits(phone) })]),
            ["total_participant_count"] = group.Participants.Count,
            ["join_approval_mode"] = ModeOf(group),
        };
        foreach (var name in all.Where(member => member.Value is null || fields?.Contains(member.Key) == false).Select(member => member.Key).ToList())
        {
            all.Remove(name);
        }

        all.Insert(0, "messaging_product", "whatsapp");
        all["id"] = group.Id;
        return all;
    }

    private static bool Answer(HttpContext http, string name, string value) => GraphJson.Write(http, new JsonObject { ["messaging_product"] = "whatsapp", [name] = value });
}
