using Kaiwa.Simulator.Control;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator;

/// <summary>One customer's phone, to write with, tap on and look at. <c>to</c> is a phone number id; without it the number that wrote last, else the first.</summary>
public sealed class SimulatedPhone
{
    private readonly Platform platform;
    private readonly ulong phone;

    internal SimulatedPhone(Platform platform, ulong phone)
    {
        this.platform = platform;
        this.phone = phone;
    }

    /// <summary>The number with its plus.</summary>
    public string Number => "+" + Phones.Digits(phone);

    public string WaId => Phones.Digits(phone);

    /// <summary>The business-scoped user id.</summary>
    public string UserId => World.UserId.Of(phone);

    public Task<string> WriteAsync(string text, string? to = null, string? replyTo = null) => SendAsync(new PhoneMessage { Text = text, To = to, ReplyTo = replyTo });

    /// <summary>Taps a button of the newest message that has one with this label or id.</summary>
    public Task<string> TapAsync(string button, string? to = null) => SendAsync(new PhoneMessage { Button = button, To = to });

    /// <summary>Chooses a row of the newest list message.</summary>
    public Task<string> ChooseAsync(string row, string? to = null) => SendAsync(new PhoneMessage { Choice = row, To = to });

    /// <summary>Orders products that a message on this phone shows.</summary>
    public Task<string> OrderAsync(params IReadOnlyList<PhoneCartItem> cart) => SendAsync(new PhoneMessage { Cart = cart });

    /// <summary>Fills in the newest form: a flow, or an address.</summary>
    public Task<string> FillInAsync(IReadOnlyDictionary<string, string> answers) => SendAsync(new PhoneMessage { Form = System.Text.Json.JsonSerializer.SerializeToElement(answers) });

    /// <summary>Opens a flow, fills in its screens, goes back, sends it off.</summary>
    public Task<PhoneFlow> FlowAsync(PhoneFlowStep step, CancellationToken ct = default) => platform.FlowDesk.StepAsync(phone, step, ct);

    public Task<string> ReactAsync(string messageId, string emoji, string? to = null) => SendAsync(new PhoneMessage { Reaction = new PhoneReaction(messageId, emoji), To = to });

    public Task<string> SendAsync(PhoneMessage message) => new PhoneWriter(platform).SendAsync(phone, message);

    public Task SetAsync(HandsetSettings settings) => new PhoneDesk(platform).SetAsync(phone, settings);

    /// <summary>The newest messages of this phone, oldest first.</summary>
    public Task<PhoneThread> ThreadAsync(int limit = 100) => new PhoneDesk(platform).ThreadAsync(phone, limit);
}
