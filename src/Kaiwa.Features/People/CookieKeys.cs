using System.Xml.Linq;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.People;

/// <summary>The keys that encrypt cookies, kept in the database so that people stay signed in over a restart and on every node.</summary>
internal sealed class CookieKeys(Database database) : IXmlRepository
{
    private const string Insert = "INSERT INTO cookie_key (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO NOTHING -- all workspaces: a cookie names its workspace_id";
    private const string SelectAll = "SELECT xml FROM cookie_key -- all workspaces: a cookie names its workspace_id";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Task.Run(() => database.QueryAsync<string>(SelectAll)).GetAwaiter().GetResult().Select(XElement.Parse).ToList();

    public void StoreElement(XElement element, string friendlyName)
    {
        var args = new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) };
        Task.Run(() => database.InTransactionAsync(unit => unit.ExecuteAsync(Insert, args))).GetAwaiter().GetResult();
    }
}

/// <summary>Seals a key under the master key before it reaches the database.</summary>
internal sealed class SealCookieKeys(Sealer sealer) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", Convert.ToBase64String(sealer.Seal(plaintextElement.ToString(SaveOptions.DisableFormatting)))),
        typeof(OpenCookieKeys));
}

/// <summary>Opens what <see cref="SealCookieKeys"/> sealed. Made by the framework, by name.</summary>
internal sealed class OpenCookieKeys(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<Sealer>().Open(Convert.FromBase64String(encryptedElement.Value)));
}
