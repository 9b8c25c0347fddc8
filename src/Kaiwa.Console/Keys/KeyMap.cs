using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kaiwa.Console.Keys;

/// <summary>What keys do in the inbox: as everybody has it, with what the person has changed. A chord is written as the browser hears it: <c>Mod+Alt+E</c>.</summary>
public sealed partial record KeyMap
{
    private static readonly (string Action, string Chord, string? Letter)[] Usual =
    [
        ("next", "Alt+J", "J"), ("previous", "Alt+K", "K"), ("resolve", "Alt+E", "E"), ("resolve-next", "Mod+Alt+E", null), ("snooze", "Alt+M", "Z"),
        ("reply", "Alt+L", "R"), ("note", "Alt+P", null), ("panel", "Alt+O", null), ("tab", "Alt+N", null), ("select", "Alt+X", "X"),
    ];

    // The command palette and the attachment are not ours to take.
    private static readonly string[] Taken = ["Mod+Alt+A"];

    /// <summary>Without a change: nobody is stopped from typing by a letter that acts.</summary>
    public static readonly KeyMap Default = new();

    /// <summary>Whether single letters act while no text is being written.</summary>
    public bool Letters { get; init; }

    /// <summary>Action to chord, of those that the person has changed.</summary>
    public IReadOnlyDictionary<string, string> Changed { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static IEnumerable<string> Actions => Usual.Select(usual => usual.Action);

    public string Chord(string action) => Changed.GetValueOrDefault(action) ?? Usual.First(usual => usual.Action == action).Chord;

    public static string? Letter(string action) => Usual.First(usual => usual.Action == action).Letter;

    /// <summary>Chord to action, letters among them if they are wanted.</summary>
    public Dictionary<string, string> Bindings()
    {
        var bindings = Actions.ToDictionary(Chord, action => action, StringComparer.Ordinal);
        foreach (var (action, _, letter) in Usual.Where(usual => Letters && usual.Letter is not null))
        {
            bindings.TryAdd(letter!, action);
        }

        return bindings;
    }

    /// <summary>The action that has a chord already.</summary>
    public string? Holder(string chord) => Actions.FirstOrDefault(action => Chord(action) == chord);

    /// <summary>Alt must be in it, with a letter or digit: the rest belongs to the browser or to the text that is written.</summary>
    public static bool IsUsable(string chord) => Usable().IsMatch(chord) && !Taken.Contains(chord, StringComparer.Ordinal);

    public KeyMap With(string action, string chord) => this with { Changed = new Dictionary<string, string>(Changed, StringComparer.Ordinal) { [action] = chord } };

    /// <summary>As people read it.</summary>
    public static string Show(string chord) => chord.Replace("Mod", "Ctrl / ⌘", StringComparison.Ordinal).Replace("+", " + ", StringComparison.Ordinal);

    /// <summary>What a control is called, with the keys that do the same.</summary>
    public string Hint(string text, string action) => $"{text} ({Show(Chord(action))})";

    public string Store() => JsonSerializer.Serialize(new Kept(Letters, new Dictionary<string, string>(Changed, StringComparer.Ordinal)));

    /// <summary>What is not ours, or of an action that is no more, is left out.</summary>
    public static KeyMap Read(string? stored)
    {
        try
        {
            return stored is not null && JsonSerializer.Deserialize<Kept>(stored) is { Chords: { } chords } kept
                ? new KeyMap { Letters = kept.Letters, Changed = chords.Where(pair => Actions.Contains(pair.Key) && IsUsable(pair.Value)).ToDictionary(StringComparer.Ordinal) }
                : Default;
        }
        catch (JsonException)
        {
            return Default;
        }
    }

    private sealed record Kept(bool Letters, Dictionary<string, string>? Chords);

    [GeneratedRegex("^(Mod\\+)?Alt\\+(Shift\\+)?[A-Z0-9]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usable();
}
