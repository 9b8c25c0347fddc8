using Kaiwa.Core.Web;

namespace Kaiwa.Features.People;

/// <summary>Which passwords are taken: long enough, and not among the first that somebody would guess.</summary>
internal static class PasswordRules
{
    public const int Shortest = 10;
    public const int Longest = 200;
    private const int FewestLetters = 5;

    // Of the lists of leaked passwords, those that are long enough to get here.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "1234567890", "0123456789", "12345678910", "123456789a", "qwertyuiop", "qwerty1234", "qwerty12345", "qwerty123456", "password12", "password123", "password1234", "password12345", "passw0rd123",
        "iloveyou12", "iloveyou123", "letmein123", "welcome123", "welcome1234", "administrator", "admin12345", "admin123456", "changeme123", "football123", "baseball123", "sunshine123", "princess123",
        "superman123", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "1qaz2wsx3edc", "abcdefghij", "abcd123456", "abc1234567", "asdfghjkl1", "asdfghjkl;", "zxcvbnm123", "9876543210", "0987654321",
    };

    /// <summary>Null when it may be used.</summary>
    public static Problem? Check(string password, string email, string name) =>
        password.Length is < Shortest or > Longest ? PeopleProblems.PasswordTooShort
        : Common.Contains(password) || password.Distinct().Count() < FewestLetters || Repeats(password, email) || Repeats(password, email.Split('@')[0]) || Repeats(password, name) ? PeopleProblems.PasswordTooWeak
        : null;

    // The name with some figures behind it is the name.
    private static bool Repeats(string password, string known) => known.Length > 0 && string.Equals(password.Trim().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '.'), known.Trim(), StringComparison.OrdinalIgnoreCase);
}
