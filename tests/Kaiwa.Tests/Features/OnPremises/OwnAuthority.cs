using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>A certificate that nobody knows but who was given it, as shops made them for their own machines.</summary>
internal static class OwnAuthority
{
    /// <summary>An authority that shops trust, one that it let make certificates, and a certificate of that one.</summary>
    public static (X509Certificate2 Root, X509Certificate2 Between, X509Certificate2 Leaf) NewChain()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Request("CN=root", rootKey, isAuthority: true).CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
        using var between = Request("CN=between", betweenKey, isAuthority: true).Create(root, now.AddDays(-1), now.AddDays(1), [1]).CopyWithPrivateKey(betweenKey);
        using var leaf = Request("CN=shop", leafKey, isAuthority: false).Create(between, now.AddHours(-1), now.AddHours(1), [2]).CopyWithPrivateKey(leafKey);
        return (X509CertificateLoader.LoadCertificate(root.RawData), X509CertificateLoader.LoadCertificate(between.RawData), X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pfx), null));
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    public static X509Certificate2 New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow(); // handshakes look at the real clock
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
