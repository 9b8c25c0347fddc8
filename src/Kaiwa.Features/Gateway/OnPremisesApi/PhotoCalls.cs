using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Features.Gateway.GraphApi;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The photo of the business. Meta's cloud keeps it; it is set by a resumable upload of the app, whose handle goes into the profile.</summary>
internal sealed class PhotoCalls(GraphProxy proxy, NumberDirectory numbers)
{
    private const int Largest = 5 * 1024 * 1024;

    /// <summary>The picture itself, or its address with <c>?format=link</c>.</summary>
    public async Task<IResult> Read(ProgramCall call)
    {
        var (profile, error) = await ProfileCalls.ReadAsync(proxy, call.Number, "profile_picture_url", call.Aborted);
        if (error is not null)
        {
            return error.ToHttp();
        }

        if (!Uri.TryCreate(profile!["profile_picture_url"]?.ToString(), UriKind.Absolute, out var address))
        {
            return OnPremisesError.Unknown("There is no photo").ToHttp();
        }

        if (call.Http.Request.Query["format"] == "link")
        {
            return OnPremisesAnswers.Ok(ProfileCalls.Profile("photo", new JsonObject { ["link"] = address.ToString() }));
        }

        var picture = await proxy.ReadPublicAsync(address, call.Aborted);
        return picture.Succeeded ? Results.Bytes(picture.Body, MediaTypes.ByBeginning(picture.Body)) : OnPremisesError.Failed("Meta's cloud did not give the photo").ToHttp();
    }

    public async Task<IResult> Set(ProgramCall call)
    {
        var (bytes, refusal) = await PictureAsync(call);
        if (bytes is null)
        {
            return refusal!.ToHttp();
        }

        var (handle, error) = await UploadAsync(call.Number, bytes, call.Aborted);
        return handle is null ? error!.ToHttp() : await ProfileCalls.WriteAsync(proxy, call, new JsonObject { ["profile_picture_handle"] = handle });
    }

    public Task<IResult> Delete(ProgramCall call) => Task.FromResult(
        OnPremisesError.Invalid("Meta's cloud lets no program take the photo away. Set another one, or remove it in WhatsApp Manager").ToHttp());

    private async Task<(string? Handle, OnPremisesError? Error)> UploadAsync(Number number, byte[] bytes, CancellationToken ct)
    {
        if (numbers.AppsOf(number.Workspace.Id).FirstOrDefault(app => number.Waba.Apps.Contains(app.Id)) is not { } app)
        {
            return (null, OnPremisesError.Failed("Kaiwa knows no app of Meta's for this number"));
        }

        var mime = MediaTypes.ByBeginning(bytes);
        var announced = QueryString.Create("file_name", "photo" + MediaTypes.Extension(mime)).Add("file_length", bytes.Length.ToString(CultureInfo.InvariantCulture)).Add("file_type", mime);
        if (CloudJson.Read(await proxy.AskAsync(number, HttpMethod.Post, app.MetaId + "/uploads", announced, null, ct), out var error)?["id"]?.ToString() is not { } session)
        {
            return (null, error ?? OnPremisesError.Failed("Meta's cloud opened no upload"));
        }

        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var handle = CloudJson.Read(await proxy.UploadAsync(number, session, QueryString.Empty, content, 0, ct), out error)?["h"]?.ToString();
        return (handle, handle is null ? error ?? OnPremisesError.Failed("Meta's cloud gave no handle for the upload") : null);
    }

    /// <summary>The bytes are the body, or the one file of a form: programs do either.</summary>
    private static async Task<(byte[]? Bytes, OnPremisesError? Refusal)> PictureAsync(ProgramCall call)
    {
        var form = call.Http.Request.HasFormContentType ? await FileCalls.ReadFormAsync(call) : null;
        if (call.Http.Request.HasFormContentType && form is not { Files.Count: 1 })
        {
            return (null, OnPremisesError.Invalid("A form holds one file; better send the bytes as the body"));
        }

        await using var given = form is null ? call.Http.Request.Body : form.Files[0].OpenReadStream();
        var bytes = new byte[Largest + 1];
        var length = await given.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, call.Aborted);
        return length > Largest || MediaTypes.ByBeginning(bytes.AsSpan(0, length)) is not ("image/jpeg" or "image/png")
            ? (null, OnPremisesError.Invalid("The photo must be a JPEG or PNG picture of at most 5 MB"))
            : (bytes[..length], null);
    }
}
