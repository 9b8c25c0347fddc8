using System.Globalization;
using System.Text;

namespace Kaiwa.Server.Demo;

/// <summary>Invented customers of the demo, as a CSV file: always the same people in the same order.</summary>
internal static class DemoContacts
{
    private static readonly (string Prefix, string Language, string[] Names)[] Countries =
    [
        ("+6281200", "id", ["Ana Wijaya", "Budi Santoso", "Citra Lestari", "Dewi Anggraini", "Eko Prasetyo"]),
        ("+8190100", "ja", ["佐藤 花子", "鈴木 一郎", "高橋 美咲", "田中 健", "伊藤 さくら"]),
        ("+4915110", "de", ["Lena Fischer", "Jonas Weber", "Mia Hoffmann", "Paul Schäfer", "Emma Koch"]),
        ("+447400", "en", ["Olivia Smith", "Noah Jones", "Amelia Taylor", "George Brown", "Isla Davies"]),
        ("+5511980", "pt", ["Maria Silva", "João Santos", "Beatriz Oliveira", "Lucas Souza", "Júlia Costa"]),
    ];

    /// <summary>The shop's regulars: most agreed to marketing, some said no, some were never asked.</summary>
    public static MemoryStream Regulars(int count) => Csv(
        "phone,name,language,first_name,tags,opt_in,opt_in_source",
        Enumerable.Range(0, count).Select(index =>
        {
            var (phone, name, language) = Person(index, 1);
            var optIn = (index % 20) switch { 7 => "no", 13 => "", _ => "yes" };
            return $"{phone},{name},{language},{First(name)},{(index % 3 == 0 ? "regular;tea club" : "regular")},{optIn},{(optIn.Length == 0 ? "" : "Shop counter")}";
        }));

    /// <summary>The people of one demonstration, all of whom agreed.</summary>
    public static MemoryStream Recipients(int count, string tag) => Csv(
        "phone,name,language,first_name,tags,opt_in,opt_in_source",
        Enumerable.Range(0, count).Select(index =>
        {
            var (phone, name, language) = Person(index, 2);
            return $"{phone},{name},{language},{First(name)},{tag},yes,Demonstration";
        }));

    private static (string Phone, string Name, string Language) Person(int index, int series)
    {
        var (prefix, language, names) = Countries[index % Countries.Length];
        var rest = (series * 200_000) + (index / Countries.Length);
        return (string.Create(CultureInfo.InvariantCulture, $"{prefix}{rest:D6}"), names[index / Countries.Length % names.Length], language);
    }

    // A Japanese name has its family name first and is not cut.
    private static string First(string name) => name[0] > 'ſ' ? name.Replace(" ", "", StringComparison.Ordinal) : name.Split(' ')[0];

    private static MemoryStream Csv(string header, IEnumerable<string> rows)
    {
        var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
        {
            writer.WriteLine(header);
            foreach (var row in rows)
            {
                writer.WriteLine(row);
            }
        }

        stream.Position = 0;
        return stream;
    }
}
