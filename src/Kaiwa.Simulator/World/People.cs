using System.Text;

namespace Kaiwa.Simulator.World;

/// <summary>The name on a phone nobody named: always the same for the same number, Japanese for Japan.</summary>
internal static class People
{
    private static readonly string[] First =
        ["Ana", "Ben", "Carla", "Daniel", "Elena", "Farid", "Grace", "Hugo", "Indira", "Jonas", "Keira", "Luis", "Mina", "Noah", "Olga", "Priya", "Quentin", "Rosa", "Samir", "Tara", "Uma", "Victor", "Wanda", "Xavier", "Yara", "Zoe", "Aisha", "Bruno", "Chloe", "Dewi", "Emre", "Fatima"];

    private static readonly string[] Last =
        ["Silva", "Okafor", "Garcia", "Weber", "Rossi", "Kowalski", "Haddad", "Nguyen", "Santos", "Novak", "Moreau", "Larsen", "Ibrahim", "Costa", "Patel", "Murphy", "Fischer", "Romero", "Lind", "Yilmaz", "Ortiz", "Banerjee", "Reyes", "Dubois", "Hansen", "Mensah", "Petrov", "Suzuki", "Wijaya", "Marino", "Castro", "Olsen"];

    private static readonly string[] JapaneseFirst = ["花子", "太郎", "美咲", "健", "陽菜", "翔太", "由美", "大輔", "葵", "直樹", "恵", "蓮", "さくら", "拓也", "真由", "和也"];
    private static readonly string[] JapaneseLast = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口", "松本", "井上"];

    private static readonly byte[][] EscapedJapaneseFirst = [.. JapaneseFirst.Select(Escape)];
    private static readonly byte[][] EscapedJapaneseLast = [.. JapaneseLast.Select(Escape)];
    private static readonly byte[][] AsciiFirst = [.. First.Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] AsciiLast = [.. Last.Select(Encoding.ASCII.GetBytes)];

    public static string NameOf(ulong phone)
    {
        var (japanese, first, last) = Pick(phone);
        return japanese ? JapaneseLast[last] + " " + JapaneseFirst[first] : First[first] + " " + Last[last];
    }

    public static void WriteName(Webhooks.WireBuffer wire, ulong phone)
    {
        var (japanese, first, last) = Pick(phone);
        wire.Raw(japanese ? EscapedJapaneseLast[last] : AsciiFirst[first]).Raw(" "u8).Raw(japanese ? EscapedJapaneseFirst[first] : AsciiLast[last]);
    }

    private static (bool Japanese, int First, int Last) Pick(ulong phone)
    {
        var mixed = unchecked(phone * 0x9E3779B97F4A7C15) >> 40;
        return CallingCodes.CodeOf(phone) == 81
            ? (true, (int)(mixed % 16), (int)(mixed / 16 % 16))
            : (false, (int)(mixed % 32), (int)(mixed / 32 % 32));
    }

    private static byte[] Escape(string text)
    {
        var wire = new Webhooks.WireBuffer();
        wire.Text(text);
        return wire.Body.ToArray();
    }
}
