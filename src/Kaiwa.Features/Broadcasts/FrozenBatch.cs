using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>The next members of an audience, sorted into those who are written to and those who are not, with every id minted.</summary>
internal sealed record FrozenBatch(Id<Contact>? Last, bool IsLast, IReadOnlyList<Recipient> Recipients, Dictionary<Exclusion, long> Exclusions)
{
    public string Excluded => JsonSerializer.Serialize(Exclusions);

    public static FrozenBatch Of(BroadcastRecord broadcast, BroadcastContent content, IReadOnlyList<AudienceMember> members, int most, TimeProvider time)
    {
        var exclusions = broadcast.ExcludedCounts();
        var recipients = new List<Recipient>(members.Count);
        foreach (var member in members)
        {
            string? variables = null;
            var exclusion = member.Exclusion ?? (content.TryRender(Properties(content, member), out variables) ? null : Exclusion.MissingValue);
            if (exclusion is { } reason)
            {
                exclusions[reason] = exclusions.GetValueOrDefault(reason) + 1;
                continue;
            }

            recipients.Add(new Recipient { Ordinal = recipients.Count, IdentityId = member.IdentityId, ContactId = member.ContactId, MessageId = Id<Message>.New(time), Variables = variables });
        }

        return new FrozenBatch(members.Count > 0 ? members[^1].ContactId : broadcast.FreezeCursor, members.Count < most, recipients, exclusions);
    }

    /// <summary>What a template may say of a contact: its attributes, and name, phone and language.</summary>
    private static Dictionary<string, string> Properties(BroadcastContent content, AudienceMember member)
    {
        if (content.IsSameForAll)
        {
            return Nothing;
        }

        var properties = member.Attributes is null ? new(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, string>>(member.Attributes) ?? [];
        Set("name", member.Name);
        Set("phone", member.Phone is null ? null : "+" + member.Phone);
        Set("language", member.Language);
        return properties;

        void Set(string key, string? value)
        {
            if (value is not null)
            {
                properties[key] = value;
            }
        }
    }

    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);
}
