using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Kaiwa.Features.People;

/// <summary>Shown once on the terminal of a fresh server: who can read it may make the first administrator. Lives as long as the process.</summary>
internal sealed class SetupToken
{
    public string Text { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    public bool Matches(string? text) => text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Text));
}
