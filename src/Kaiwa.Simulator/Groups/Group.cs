using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Groups;

/// <summary>A group of one business number and the people who joined it.</summary>
internal sealed record Group
{
    public required string Id { get; init; }

    /// <summary>The phone number id of the business.</summary>
    public required string Number { get; init; }

    public required string Subject { get; init; }
    public string? Description { get; init; }
    public bool NeedsApproval { get; init; }
    public bool Suspended { get; init; }
    public long CreatedAtMs { get; init; }

    /// <summary>The last part of the invite link; null when it was deleted.</summary>
    public string? Invite { get; init; }

    public IReadOnlyList<ulong> Participants { get; init; } = [];

    /// <summary>Whom the business removed: they cannot come back by the link.</summary>
    public IReadOnlyList<ulong> Removed { get; init; } = [];

    public IReadOnlyList<JoinRequest> Requests { get; init; } = [];

    /// <summary>When a participant last wrote in it.</summary>
    public long WrittenAtMs { get; init; }

    [JsonIgnore]
    public string? Link => Invite is null ? null : GroupStore.LinkPrefix + Invite;
}

/// <summary>Somebody at the door of a group that lets in on approval only.</summary>
internal sealed record JoinRequest(string Id, ulong Phone, long AtMs);

/// <summary>The groups of all numbers, kept as documents.</summary>
internal sealed class GroupStore(DocumentStore documents)
{
    /// <summary>What every group's id begins with: <c>capi_group:</c> in Base64.</summary>
    public const string Prefix = "Y2FwaV9ncm91cDo";

    public const string LinkPrefix = "https://chat.whatsapp.com/";
    private const string Kind = "group";
    private const string SentKind = "group_message";

    public Group? Find(string id) => documents.Find(Kind, id) is { } document ? Read(document) : null;

    public Group? ByInvite(string invite) => documents.All(Kind).Select(Read).FirstOrDefault(group => group.Invite == invite);

    public IReadOnlyList<Group> Of(BusinessNumber number) => [.. documents.Of(Kind, number.Id).Select(Read)];

    public string NewId(BusinessNumber number) => Base64($"capi_group:{number.Digits}:{documents.NewId()}");

    public string NewRequestId(Group group, ulong phone) => Base64($"{phone}:{documents.NewId()}");

    public Task SaveAsync(Group group) => documents.SaveAsync(Kind, group.Number, group.Id, JsonSerializer.SerializeToNode(group, GroupJson.Default.Group)!.AsObject());

    public Task RemoveAsync(string id) => documents.RemoveAsync(Kind, id);

    /// <summary>Remembers which group's message a row is part of.</summary>
    public Task KeepAsync(long seq, GroupMessage message) =>
        documents.SaveAsync(SentKind, message.Group, seq.ToString(System.Globalization.CultureInfo.InvariantCulture), new JsonObject { ["seq"] = message.Seq });

    public GroupMessage? Kept(long seq) => documents.Find(SentKind, seq.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } document
        ? new GroupMessage(document.Owner, (long)document.Read()["seq"]!) : null;

    // As Meta writes it: padding is ZD.
    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text)).Replace("=", "ZD", StringComparison.Ordinal);

    private static Group Read(Document document) => document.Read().Deserialize(GroupJson.Default.Group)!;
}

/// <summary>To which group a row belongs, and the number that the wamid of the whole message is made of.</summary>
internal sealed record GroupMessage(string Group, long Seq);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Group))]
internal sealed partial class GroupJson : JsonSerializerContext;
