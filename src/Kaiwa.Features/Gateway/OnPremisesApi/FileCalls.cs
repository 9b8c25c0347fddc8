using Kaiwa.Core.Media;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Cloud;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Media: one raw upload, one download that gives the bytes.</summary>
internal sealed class FileCalls(MediaBook book, UploadStore store, MediaStore files, CloudApiClient meta, GraphProxy proxy)
{
    public async Task<IResult> Upload(ProgramCall call)
    {
        var request = call.Http.Request;
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = GraphApi.MediaCalls.LargestUpload;
        }

        var (id, error) = request.HasFormContentType ? await OfFormAsync(call) : await book.AddAsync(call.Number, request.Body, request.ContentType ?? "", call.Aborted);
        return id is null ? error!.ToHttp() : OnPremisesAnswers.One("media", new() { ["id"] = id }, StatusCodes.Status201Created);
    }

    public async Task<IResult> Download(ProgramCall call)
    {
        if (!Guid.TryParse(call.Path[0], out var id) || await store.FindAsync(call.Number, id, call.Aborted) is not { } file)
        {
            return OnPremisesError.Unknown("file not found").ToHttp();
        }

        if (file.Sha256 is { } sha256 && files.Open(call.Number.Workspace.Id, sha256) is { } content)
        {
            return Results.Stream(content, file.Mime);
        }

        // Not fetched yet, or not kept: straight from Meta.
        var access = new CloudApiAccess(call.Number.BaseAddress, call.Number.Token);
        var info = await meta.GetMediaAsync(access, file.MetaId, call.Aborted);
        if (!info.Succeeded)
        {
            return Gone(info.Error).ToHttp();
        }

        var download = await meta.DownloadMediaAsync(access, info.Value.Url, call.Aborted);
        if (!download.Succeeded)
        {
            return Gone(download.Error).ToHttp();
        }

        call.Http.Response.RegisterForDispose(download.Value);
        call.Http.Response.ContentLength = download.Value.Length;
        return Results.Stream(download.Value.Content, file.Mime);
    }

    public async Task<IResult> Delete(ProgramCall call)
    {
        if (!Guid.TryParse(call.Path[0], out var id) || await store.FindAsync(call.Number, id, call.Aborted) is not { } file)
        {
            return OnPremisesError.Unknown("file not found").ToHttp();
        }

        // What Meta has forgotten by itself is as good as deleted.
        await proxy.AskAsync(call.Number, HttpMethod.Delete, file.MetaId, QueryString.Empty, null, call.Aborted);
        await store.DeleteAsync(call.Number, id, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    // No program of Meta's own did this; some HTTP libraries do.
    private async Task<(string? Id, OnPremisesError? Error)> OfFormAsync(ProgramCall call)
    {
        if (await ReadFormAsync(call) is not { Files: [var file] })
        {
            return (null, OnPremisesError.Invalid("A form holds one file; better send the bytes as the body"));
        }

        await using var content = file.OpenReadStream();
        return await book.AddAsync(call.Number, content, file.ContentType, call.Aborted);
    }

    internal static async Task<IFormCollection?> ReadFormAsync(ProgramCall call)
    {
        try
        {
            return await call.Http.Request.ReadFormAsync(call.Aborted);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static OnPremisesError Gone(WhatsApp.Errors.GraphError error) => error.Code == 100 || error.HttpStatus == 404 ? OnPremisesError.Unknown("file not found") : CloudErrors.ToAnswer(error);
}
