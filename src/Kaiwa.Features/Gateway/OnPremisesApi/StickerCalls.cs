using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Sticker packs: kept and given back. Stickers are sent like any other file.</summary>
internal sealed class StickerCalls(StickerPackStore packs, TimeProvider time)
{
    private static readonly string[] Fields = ["publisher", "name", "ios_app_store_link", "android_app_store_link"];
    private static readonly string[] StickerFields = ["image_data_id", "emojis"];

    public async Task<IResult> List(ProgramCall call)
    {
        var shown = call.Http.Request.Query["namespace"] == "whatsapp" ? [] : (await packs.AllAsync(call.Number, call.Aborted)).Select(pack => (JsonNode)new JsonObject { ["id"] = pack.Id.ToString() });
        return OnPremisesAnswers.Ok(new JsonObject { ["stickerpacks"] = new JsonArray([.. shown]) });
    }

    public async Task<IResult> Create(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("name") is not { Length: > 0 })
        {
            return OnPremisesError.Lacks("name").ToHttp();
        }

        var id = Id<StickerPack>.New(time);
        var document = Only(body, Fields);
        document["stickers"] = new JsonArray();
        await packs.AddAsync(call.Number, id, document, call.Aborted);
        return OnPremisesAnswers.One("stickerpacks", new JsonObject { ["id"] = id.ToString() }, StatusCodes.Status201Created);
    }

    public async Task<IResult> Read(ProgramCall call) => await FindAsync(call) is { } pack ? OnPremisesAnswers.One("stickerpacks", Only(pack, Fields)) : NoPack();

    public async Task<IResult> Change(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        var change = Only(body, Fields);
        return await ChangeAsync(call, pack =>
        {
            ApplicationSettings.Merge(pack, change);
            return true;
        }) ? OnPremisesAnswers.Ok() : NoPack();
    }

    public async Task<IResult> Delete(ProgramCall call) =>
        Id<StickerPack>.TryParse(call.Path[0], null, out var id) && await packs.DeleteAsync(call.Number, id, call.Aborted) ? OnPremisesAnswers.Ok() : NoPack();

    public async Task<IResult> Stickers(ProgramCall call) => await FindAsync(call) is { } pack
        ? OnPremisesAnswers.Ok(new JsonObject { ["stickers"] = new JsonArray([.. Enumerable.Range(0, StickersOf(pack).Count).Where(at => StickersOf(pack)[at] is not null).Select(at => (JsonNode)Index(at))]) })
        : NoPack();

    public async Task<IResult> AddSticker(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("image_data_id") is not { Length: > 0 })
        {
            return OnPremisesError.Lacks("image_data_id").ToHttp();
        }

        var at = -1;
        var sticker = Only(body, StickerFields);
        return await ChangeAsync(call, pack =>
        {
            at = StickersOf(pack).Count;
            StickersOf(pack).Add(sticker.DeepClone());
            return true;
        }) ? OnPremisesAnswers.One("stickers", Index(at), StatusCodes.Status201Created) : NoPack();
    }

    public async Task<IResult> ReadSticker(ProgramCall call)
    {
        if (await FindAsync(call) is not { } pack || At(call, pack) is not { } sticker)
        {
            return NoPack();
        }

        var shown = (JsonObject)sticker.DeepClone();
        shown["id"] = shown["image_data_id"]?.DeepClone();
        return OnPremisesAnswers.One("stickers", shown);
    }

    public async Task<IResult> ChangeSticker(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        var change = Only(body, StickerFields);
        return await ChangeAsync(call, pack => At(call, pack) is { } sticker && ApplicationSettings.Merge(sticker, change) is not null) ? OnPremisesAnswers.Ok() : NoPack();
    }

    // The place stays empty: the numbers of the others must not change.
    public async Task<IResult> DeleteSticker(ProgramCall call) => await ChangeAsync(call, pack =>
    {
        if (At(call, pack) is null)
        {
            return false;
        }

        StickersOf(pack)[int.Parse(call.Path[1], CultureInfo.InvariantCulture)] = null;
        return true;
    }) ? OnPremisesAnswers.Ok() : NoPack();

    private static IResult NoPack() => OnPremisesError.Unknown("sticker pack or sticker not found").ToHttp();

    private static JsonObject Index(int at) => new() { ["index"] = at.ToString(CultureInfo.InvariantCulture) };

    private static JsonArray StickersOf(JsonObject pack) => (JsonArray)pack["stickers"]!;

    private static JsonObject? At(ProgramCall call, JsonObject pack) =>
        int.TryParse(call.Path[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < StickersOf(pack).Count ? StickersOf(pack)[at] as JsonObject : null;

    private static JsonObject Only(JsonObject from, string[] names)
    {
        var kept = new JsonObject();
        foreach (var name in names.Where(from.ContainsKey))
        {
            kept[name] = from[name]?.DeepClone();
        }

        return kept;
    }

    private Task<bool> ChangeAsync(ProgramCall call, Func<JsonObject, bool> change) =>
        Id<StickerPack>.TryParse(call.Path[0], null, out var id) ? packs.ChangeAsync(call.Number, id, change, call.Aborted) : Task.FromResult(false);

    private async Task<JsonObject?> FindAsync(ProgramCall call) => Id<StickerPack>.TryParse(call.Path[0], null, out var id) ? await packs.FindAsync(call.Number, id, call.Aborted) : null;
}
