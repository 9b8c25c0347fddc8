using System.Text.Json.Serialization;

namespace Kaiwa.Simulator;

/// <summary>What can be set about a phone; a null leaves things as they are.</summary>
public sealed record HandsetSettings
{
    public string? Name { get; init; }
    public string? Username { get; init; }
    public bool? Online { get; init; }
    public bool? HidesNumber { get; init; }
    public bool? OnWhatsApp { get; init; }
    public bool? ReadReceipts { get; init; }

    /// <summary>Blocks every business (true) or none (false).</summary>
    public bool? Blocks { get; init; }

    /// <summary>Has stopped the marketing of every business (true) or of none (false).</summary>
    public bool? OptedOut { get; init; }

    /// <summary>Answers each message with this text; empty for silence.</summary>
    public string? AutoReply { get; init; }

    /// <summary>Single businesses blocked, by phone number id.</summary>
    public IReadOnlyList<string>? BlockedNumbers { get; init; }

    /// <summary>Single businesses whose marketing was stopped, by phone number id.</summary>
    public IReadOnlyList<string>? OptedOutNumbers { get; init; }

    internal void ApplyTo(World.Handset handset)
    {
        handset.Name = Name is null ? handset.Name : Name.Length == 0 ? null : Name;
        handset.Username = Username is null ? handset.Username : Username.Length == 0 ? null : Username;
        handset.Offline = !(Online ?? !handset.Offline);
        handset.HidesNumber = HidesNumber ?? handset.HidesNumber;
        handset.NotOnWhatsApp = !(OnWhatsApp ?? !handset.NotOnWhatsApp);
        handset.NoReceipts = !(ReadReceipts ?? !handset.NoReceipts);
        handset.AutoReply = AutoReply is null ? handset.AutoReply : AutoReply.Length == 0 ? null : AutoReply;
        Apply(handset.Blocked, Blocks, BlockedNumbers);
        Apply(handset.OptedOut, OptedOut, OptedOutNumbers);
        if (handset is { HidesNumber: true, Username: null })
        {
            handset.Username = "user." + (handset.Phone % 100_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    internal static HandsetSettings Of(World.Handset handset) => new()
    {
        Name = handset.Name,
        Username = handset.Username,
        Online = !handset.Offline,
        HidesNumber = handset.HidesNumber,
        OnWhatsApp = !handset.NotOnWhatsApp,
        ReadReceipts = !handset.NoReceipts,
        AutoReply = handset.AutoReply,
        Blocks = handset.Blocked.Contains(0),
        OptedOut = handset.OptedOut.Contains(0),
        BlockedNumbers = Singles(handset.Blocked),
        OptedOutNumbers = Singles(handset.OptedOut),
    };

    private static string[] Singles(HashSet<long> numbers) =>
        [.. numbers.Where(n => n != 0).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static void Apply(HashSet<long> set, bool? all, IReadOnlyList<string>? singles)
    {
        lock (set)
        {
            if (all == true)
            {
                set.Add(0);
            }
            else if (all == false)
            {
                set.Clear();
            }

            foreach (var id in singles ?? [])
            {
                set.Add(long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"\"{id}\" is no phone number id."));
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HandsetSettings))]
internal sealed partial class HandsetJson : JsonSerializerContext;
