using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Groups;

/// <summary>What Meta's rules say about a send to a group: text, media and templates of these, while somebody wrote in it within a day.</summary>
internal sealed class GroupSend(Platform platform)
{
    public Refusal? Find(SendRequest request, BusinessNumber number, out Group? group)
    {
        group = request.To.IsString ? platform.Groups.Store.Find(request.To.Text) : null;
        if (group is null || group.Number != number.Id)
        {
            group = null;
            return new Refusal(131041, "The group does not exist, or the business is not in it.");
        }

        return group.Suspended ? new Refusal(131207)
            : group.Participants.Count == 0 ? new Refusal(131020, "Nobody but the business is in the group.")
            : null;
    }

    /// <summary>Kinds that groups do not take.</summary>
    public static Refusal? Unfit(MessageKind kind, SimulatedTemplate? template) =>
        kind is MessageKind.Text or MessageKind.Image or MessageKind.Audio or MessageKind.Video or MessageKind.Document or MessageKind.Sticker ? null
        : kind == MessageKind.Template && template is { Category: not MessageCategory.Authentication, Shape: { Buttons.Count: 0, Cards.Count: 0, HeaderFormat: null or "TEXT" or "IMAGE" or "VIDEO" or "DOCUMENT", OfferText: null } } ? null
        : new Refusal(131051, "Groups take text, media, and templates of these.");

    public SendRules.Verdict Judge(BusinessNumber number, Group group, MessageKind kind, long simulatedMs, long monotonicMs)
    {
        if (!number.Registration.IsRegistered)
        {
            return new SendRules.Verdict(new Refusal(133010), 0, DeliveryFlags.None);
        }

        if (!platform.Options.Open && !number.Throughput.TryTake(monotonicMs))
        {
            return new SendRules.Verdict(new Refusal(130429), 0, DeliveryFlags.None);
        }

        var inWindow = group.WrittenAtMs > simulatedMs - Conversations.WindowMs;
        var flags = DeliveryFlags.InGroup | (inWindow ? DeliveryFlags.InWindow : DeliveryFlags.None);
        return inWindow || kind == MessageKind.Template ? new SendRules.Verdict(null, 0, flags)
            : platform.Options.WindowErrorInAnswer ? new SendRules.Verdict(new Refusal(131047), 0, flags)
            : new SendRules.Verdict(null, 131047, flags);
    }
}
