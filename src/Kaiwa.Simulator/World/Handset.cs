namespace Kaiwa.Simulator.World;

/// <summary>What is special about one phone. A phone without a record here is an ordinary one: online, on WhatsApp, with receipts.</summary>
internal sealed class Handset(ulong phone)
{
    public ulong Phone => phone;
    public string? Name { get; set; }
    public string? Username { get; set; }
    public bool Offline { get; set; }
    public bool HidesNumber { get; set; }
    public bool NotOnWhatsApp { get; set; }
    public bool NoReceipts { get; set; }
    public string? AutoReply { get; set; }

    /// <summary>Businesses this person blocked, by number key; 0 stands for all of them.</summary>
    public HashSet<long> Blocked { get; init; } = [];

    /// <summary>Businesses whose marketing this person stopped, by number key; 0 stands for all of them.</summary>
    public HashSet<long> OptedOut { get; init; } = [];

    public bool Blocks(long number) => Blocked.Count > 0 && (Blocked.Contains(number) || Blocked.Contains(0));

    public bool HasOptedOut(long number) => OptedOut.Count > 0 && (OptedOut.Contains(number) || OptedOut.Contains(0));
}
