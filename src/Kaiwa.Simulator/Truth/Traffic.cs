using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Truth;

/// <summary>One accepted message as the analytics count it. A read one was delivered, a delivered one was sent.</summary>
internal sealed record Traffic(long At, long Template, MessageCategory Category, PriceType Price, Progress Happened)
{
    public bool Read => (Happened & (Progress.Read | Progress.Played)) != Progress.None;

    public bool Delivered => Read || (Happened & Progress.Delivered) != Progress.None;

    public bool Sent => Delivered || (Happened & Progress.Sent) != Progress.None;
}
