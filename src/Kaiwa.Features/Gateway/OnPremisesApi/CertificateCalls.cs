using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Certificates. Encryption towards programs is the operator's proxy's work: only what programs read back is kept, never a private key.</summary>
internal sealed partial class CertificateCalls(SettingsStore settings)
{
    public async Task<IResult> SetExternal(ProgramCall call)
    {
        if (await call.TextAsync() is not { } pem || Certificate().Matches(pem) is not { Count: > 0 } certificates)
        {
            return OnPremisesError.Invalid("The body must hold a certificate in PEM form").ToHttp();
        }

        await settings.ChangeAsync(call.Number, now => now with { ExternalCa = certificates[^1].Value + "\n" }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> External(ProgramCall call) => Pem((await settings.ReadAsync(call.Number, call.Aborted)).ExternalCa);

    public async Task<IResult> DeleteExternal(ProgramCall call)
    {
        await settings.ChangeAsync(call.Number, now => now with { ExternalCa = null }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> SetWebhook(ProgramCall call)
    {
        var pem = string.Join('\n', Certificate().Matches(await call.TextAsync() ?? "").Select(certificate => certificate.Value));
        if (pem.Length == 0 || !CanBeRead(pem))
        {
            return OnPremisesError.Invalid("The body must hold a certificate in PEM form").ToHttp();
        }

        await settings.ChangeAsync(call.Number, now => now with { WebhookCa = pem + "\n" }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> Webhook(ProgramCall call) => Pem((await settings.ReadAsync(call.Number, call.Aborted)).WebhookCa);

    public async Task<IResult> DeleteWebhook(ProgramCall call)
    {
        await settings.ChangeAsync(call.Number, now => now with { WebhookCa = null }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    private static bool CanBeRead(string pem)
    {
        try
        {
            new X509Certificate2Collection().ImportFromPem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static IResult Pem(string? pem) => pem is null ? Results.StatusCode(StatusCodes.Status404NotFound) : Results.Text(pem, "text/plain");

    [GeneratedRegex("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Certificate();
}
