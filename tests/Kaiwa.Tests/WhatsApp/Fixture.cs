using System.Text.Json;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Tests.WhatsApp;

/// <summary>The wire shapes of tests/Fixtures/whatsapp, one file per shape.</summary>
internal static class Fixture
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "whatsapp");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json"));

    public static WebhookChange Change(string name)
    {
        var delivery = WebhookReader.Read(Bytes(name));
        delivery.Problem.ShouldBeNull();
        return delivery.Changes.ShouldHaveSingleItem();
    }

    public static IncomingMessage Message(string name) => Change(name).Messages.ShouldHaveSingleItem();

    public static T Message<T>(string name)
        where T : IncomingMessage => Message(name).ShouldBeOfType<T>();

    public static MessageStatus Status(string name) => Change(name).Statuses.ShouldHaveSingleItem();

    public static void ShouldBeJson(this ReadOnlyMemory<byte> actual, string expected) => actual.Span.ShouldBeJson(expected);

    public static void ShouldBeJson(this byte[] actual, string expected) => ((ReadOnlySpan<byte>)actual).ShouldBeJson(expected);

    private static void ShouldBeJson(this ReadOnlySpan<byte> actual, string expected)
    {
        using var left = JsonDocument.Parse(actual.ToArray());
        using var right = JsonDocument.Parse(expected);
        JsonElement.DeepEquals(left.RootElement, right.RootElement).ShouldBeTrue($"{left.RootElement} should be {right.RootElement}");
    }
}
