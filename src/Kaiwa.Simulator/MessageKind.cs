namespace Kaiwa.Simulator;

/// <summary>What a message is. The numbers are stored; never renumber them.</summary>
public enum MessageKind
{
    None = 0,
    Text = 1,
    Image = 2,
    Audio = 3,
    Video = 4,
    Document = 5,
    Sticker = 6,
    Location = 7,
    Contacts = 8,
    Reaction = 9,
    Interactive = 10,
    Template = 11,
    Button = 12,
    Order = 13,
    Unsupported = 14,
}
