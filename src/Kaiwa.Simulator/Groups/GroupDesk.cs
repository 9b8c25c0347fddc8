using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Control;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Groups;

/// <summary>All that changes a group, by whomever, and the webhooks that tell of it.</summary>
internal sealed class GroupDesk(Platform platform) : IDisposable
{
    public const int MostParticipants = 8;
    private const string Lifecycle = "group_lifecycle_update";
    private const string People = "group_participants_update";

    private readonly SemaphoreSlim turn = new(1, 1);

    public GroupStore Store { get; } = new(platform.Documents);

    public static string NewRequest() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public async Task<string> CreateAsync(BusinessNumber number, string subject, string? description, bool needsApproval)
    {
        var group = new Group { Id = Store.NewId(number), Number = number.Id, Subject = subject, Description = description, NeedsApproval = needsApproval, CreatedAtMs = platform.Clock.NowMs, Invite = NewInvite() };
        await Store.SaveAsync(group);
        var request = NewRequest();
        var happened = new JsonObject { ["request_id"] = request, ["subject"] = subject };
        if (description is not null)
        {
            happened["description"] = description;
        }

        happened["invite_link"] = group.Link;
        happened["join_approval_mode"] = GroupsApi.ModeOf(group);
        await TellAsync(group, Lifecycle, "group_create", happened);
        return request;
    }

    public async Task<string> DeleteAsync(Group group)
    {
        var request = NewRequest();
        await Store.RemoveAsync(group.Id);
        await TellAsync(group, Lifecycle, "group_delete", new JsonObject { ["request_id"] = request });
        return request;
    }

    public Task<Group> NewLinkAsync(string id, bool delete) => ChangeAsync(id, group => group with { Invite = delete ? null : NewInvite() });

    public async Task<string> SetAsync(string id, string? subject, string? description, (string Mime, string Sha256)? picture)
    {
        var group = await ChangeAsync(id, group => group with { Subject = subject ?? group.Subject, Description = description ?? group.Description });
        var request = NewRequest();
        var happened = new JsonObject { ["request_id"] = request };
        if (subject is not null)
        {
            happened["group_subject"] = new JsonObject { ["text"] = subject, ["update_successful"] = true };
        }

        if (description is not null)
        {
            happened["group_description"] = new JsonObject { ["text"] = description, ["update_successful"] = true };
        }

        if (picture is { } given)
        {
            happened["profile_picture"] = new JsonObject { ["mime_type"] = given.Mime, ["sha256"] = given.Sha256, ["update_successful"] = true };
        }

        await TellAsync(group, "group_settings_update", "group_settings_update", happened);
        return request;
    }

    /// <summary>The business lets people in, or turns them away; people who are not let in are told by nothing.</summary>
    public async Task DecideAsync(string id, IReadOnlyCollection<JoinRequest> requests, bool approve)
    {
        var ids = requests.Select(request => request.Id).ToHashSet(StringComparer.Ordinal);
        await ChangeAsync(id, group => group with { Requests = [.. group.Requests.Where(request => !ids.Contains(request.Id))] });
        if (approve && requests.Count > 0)
        {
            await AddAsync(id, [.. requests.Select(request => request.Phone)], "invite_link");
        }
    }

    public async Task AddAsync(string id, IReadOnlyList<ulong> phones, string? reason)
    {
        var group = await ChangeAsync(id, group => group with { Participants = [.. group.Participants, .. phones] });
        var happened = new JsonObject { ["added_participants"] = new JsonArray([.. phones.Select(phone => new JsonObject { ["wa_id"] = Phones.Digits(phone) })]) };
        if (reason is not null)
        {
            happened.Insert(0, "reason", reason);
        }

        await TellAsync(group, People, "group_participants_add", happened);
    }

    public async Task RemoveAsync(string id, IReadOnlyList<(string Input, ulong Phone)> named)
    {
        var before = Store.Find(id)!;
        var removed = named.Where(person => before.Participants.Contains(person.Phone)).ToList();
        var phones = removed.Select(person => person.Phone).ToHashSet();
        var group = await ChangeAsync(id, group => group with { Participants = [.. group.Participants.Where(phone => !phones.Contains(phone))], Removed = [.. group.Removed.Union(phones)] });
        var happened = new JsonObject
        {
            ["request_id"] = NewRequest(),
            ["initiated_by"] = "business",
            ["removed_participants"] = new JsonArray([.. removed.Select(person => new JsonObject { ["input"] = person.Input })]),
        };
        if (removed.Count < named.Count)
        {
            happened["failed_participants"] = new JsonArray([.. named.Except(removed).Select(person => new JsonObject { ["input"] = person.Input, ["errors"] = GroupsApi.Errors(131009, "The person is not in the group.") })]);
        }

        await TellAsync(group, People, "group_participants_remove", happened);
    }

    /// <summary>A person follows an invite link.</summary>
    public async Task<PhoneGroup> JoinAsync(ulong phone, string link)
    {
        var group = Store.ByInvite(link.Split('/', '?')[^1]) ?? throw new PhoneProblemException($"The invite link {link} leads to no group.");
        var why = group.Participants.Contains(phone) ? "This person is in the group already."
            : group.Removed.Contains(phone) ? "The business removed this person: the link does not let them in again."
            : group.Requests.Any(request => request.Phone == phone) ? "This person has asked to join already."
            : group.Participants.Count >= MostParticipants ? $"The group is full: {MostParticipants} people are in it." : null;
        if (why is not null)
        {
            throw new PhoneProblemException(why);
        }

        if (!group.NeedsApproval)
        {
            await AddAsync(group.Id, [phone], "invite_link");
            return new PhoneGroup(group.Id, group.Subject, Joined: true);
        }

        var asked = new JoinRequest(Store.NewRequestId(group, phone), phone, platform.Clock.NowMs);
        await ChangeAsync(group.Id, before => before with { Requests = [.. before.Requests, asked] });
        await TellAsync(group, People, "group_join_request_created", new JsonObject { ["reason"] = "invite_link", ["join_request_id"] = asked.Id, ["wa_id"] = Phones.Digits(phone) });
        return new PhoneGroup(group.Id, group.Subject, Joined: false, asked.Id);
    }

    /// <summary>A person leaves a group, or takes back the wish to join it.</summary>
    public async Task<PhoneGroup> LeaveAsync(ulong phone, string id)
    {
        var group = Store.Find(id) ?? throw new PhoneProblemException($"There is no group {id}.");
        if (group.Requests.FirstOrDefault(request => request.Phone == phone) is { } asked)
        {
            await ChangeAsync(id, before => before with { Requests = [.. before.Requests.Where(request => request.Id != asked.Id)] });
            await TellAsync(group, People, "group_join_request_revoked", new JsonObject { ["join_request_id"] = asked.Id, ["wa_id"] = Phones.Digits(phone) });
        }
        else if (group.Participants.Contains(phone))
        {
            await ChangeAsync(id, before => before with { Participants = [.. before.Participants.Where(person => person != phone)] });
            await TellAsync(group, People, "group_participants_remove", new JsonObject { ["initiated_by"] = "participant", ["removed_participants"] = new JsonArray(new JsonObject { ["wa_id"] = Phones.Digits(phone) }) });
        }
        else
        {
            throw new PhoneProblemException("This person is not in the group.");
        }

        return new PhoneGroup(id, group.Subject, Joined: false);
    }

    /// <summary>Meta suspends a group, or lifts it.</summary>
    public async Task SuspendAsync(string id, bool suspended)
    {
        var group = await ChangeAsync(id, before => before with { Suspended = suspended });
        await TellAsync(group, "group_status_update", suspended ? "group_suspend" : "group_suspend_cleared", []);
    }

    public Task WroteAsync(string id) => ChangeAsync(id, group => group with { WrittenAtMs = platform.Clock.NowMs });

    public void Dispose() => turn.Dispose();

    private async Task<Group> ChangeAsync(string id, Func<Group, Group> change)
    {
        await turn.WaitAsync();
        try
        {
            var changed = change(Store.Find(id)!);
            await Store.SaveAsync(changed);
            return changed;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task TellAsync(Group group, string field, string type, JsonObject happened)
    {
        var number = platform.Meta.Number(group.Number)!;
        var told = new JsonObject { ["timestamp"] = (platform.Clock.NowMs / 1000).ToString(CultureInfo.InvariantCulture), ["group_id"] = group.Id, ["type"] = type };
        foreach (var (name, value) in happened.ToList())
        {
            told[name] = value?.DeepClone();
        }

        if (number.Account.Subscribed)
        {
            await platform.TellAsync(number.Account.Id, field, new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["metadata"] = new JsonObject { ["display_phone_number"] = Phones.Digits(number.Digits), ["phone_number_id"] = number.Id },
                ["groups"] = new JsonArray(told),
            }.ToJsonString(), withTime: false);
        }
    }

    private static string NewInvite() => Convert.ToHexString(RandomNumberGenerator.GetBytes(11));
}

/// <summary>Where a person stands with a group.</summary>
internal sealed record PhoneGroup(string GroupId, string Subject, bool Joined, string? JoinRequestId = null);
