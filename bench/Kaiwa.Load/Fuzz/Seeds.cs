using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;
using System.Text;

namespace Kaiwa.Load.Fuzz;

/// <summary>The right bodies that wrong ones are made of: the examples that the tests keep, addressed to this shop.</summary>
internal sealed class Seeds
{
    private readonly List<(string Name, string Text)> files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Fixtures", "whatsapp"), "*.json")
        .Order(StringComparer.Ordinal).Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))).ToList();

    public IReadOnlyList<byte[]> Webhooks(Credentials? shop) => Bodies(file => file.Text.Contains("\"entry\"", StringComparison.Ordinal), shop);

    public IReadOnlyList<byte[]> Messages(Credentials? shop) => Bodies(file => file.Name.StartsWith("send_", StringComparison.Ordinal) && file.Text.Contains("\"messaging_product\"", StringComparison.Ordinal), shop);

    private List<byte[]> Bodies(Func<(string Name, string Text), bool> which, Credentials? shop) =>
        files.Where(which).Select(file => Encoding.UTF8.GetBytes(shop is null ? file.Text : Addressed(file.Text, shop))).ToList();

    // So that most bodies get past the question whose they are.
    private static string Addressed(string text, Credentials shop) =>
        text.Replace("106540352242922", shop.PhoneNumberId, StringComparison.Ordinal).Replace("102290129340398", shop.WabaId, StringComparison.Ordinal);
}
