using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Media;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Cloud;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Media under On-Premises ids: kept here for ever, uploaded to Meta again when Meta has forgotten them.</summary>
internal sealed class MediaBook(UploadStore store, MediaStore files, CloudApiClient meta, GatewayStore gateway, SettingsStore settings, LinkProxy links, TimeProvider time)
{
    private static readonly TimeSpan MetaKeeps = TimeSpan.FromDays(29);
    private static readonly string[] Kinds = ["image", "audio", "video", "document", "sticker"];

    /// <summary>Keeps the bytes, uploads them, and gives the id; or says why not.</summary>
    public async Task<(string? Id, OnPremisesError? Error)> AddAsync(Number number, Stream content, string mime, CancellationToken ct)
    {
        string sha256;
        try
        {
            (sha256, var size) = await files.SaveAsync(number.Workspace.Id, content, ct);
            if (size == 0)
            {
                return (null, OnPremisesError.Lacks("body"));
            }
        }
        catch (InvalidDataException)
        {
            return (null, OnPremisesError.Invalid("A file may be 100 MB large"));
        }

        mime = await MediaTypes.OfAsync(files, number.Workspace.Id, sha256, mime, ct);
        var uploaded = await UploadAsync(number, sha256, mime, ct);
        if (!uploaded.Succeeded)
        {
            return (null, CloudErrors.ToAnswer(uploaded.Error) is { Code: OnPremisesError.NotValid } refused ? refused with { Http = 400 } : CloudErrors.ToAnswer(uploaded.Error));
        }

        var id = Id<StoredFile>.New(time).Value;
        await store.AddAsync(number, id, uploaded.Value, sha256, mime, time.GetUtcNow(), ct);
        return (id.ToString("D"), null);
    }

    /// <summary>Puts Meta's ids in the place of ours, wherever the body names a file. Null when all could be found.</summary>
    public async Task<OnPremisesError?> ResolveAsync(Number number, JsonNode? node, CancellationToken ct)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (name, value) in item.ToList())
                {
                    var refusal = value is JsonObject file && Kinds.Contains(name, StringComparer.Ordinal) && (file.ContainsKey("id") || file.ContainsKey("link"))
                        ? await ResolveFileAsync(number, file, ct)
                        : await ResolveAsync(number, value, ct);
                    if (refusal is not null)
                    {
                        return refusal;
                    }
                }

                return null;
            case JsonArray list:
                foreach (var value in list)
                {
                    if (await ResolveAsync(number, value, ct) is { } refusal)
                    {
                        return refusal;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private async Task<OnPremisesError?> ResolveFileAsync(Number number, JsonObject file, CancellationToken ct)
    {
        var provider = file["provider"];
        file.Remove("provider");
        if (file["id"]?.ToString() is { } id)
        {
            var (metaId, error) = await MetaIdAsync(number, id, ct);
            file["id"] = metaId;
            return error;
        }

        var name = provider is JsonObject named ? named["name"]?.ToString() : provider?.ToString();
        if (string.IsNullOrEmpty(name) || file["link"]?.ToString() is not { } link)
        {
            return null;
        }

        if ((await settings.ReadAsync(number, ct)).Providers.FirstOrDefault(one => one?["name"]?.ToString() == name) is not JsonObject known)
        {
            return OnPremisesError.Invalid($"media provider '{name}' is unknown");
        }

        var fetched = await links.FetchAsync(link, known, ct);
        if (fetched.Content is not { } content)
        {
            return OnPremisesError.Failed(fetched.Problem ?? "The link could not be fetched");
        }

        await using (content)
        {
            var (ours, error) = await AddAsync(number, content, fetched.Mime, ct);
            if (ours is null)
            {
                return error;
            }

            file.Remove("link");
            file["id"] = (await store.FindAsync(number, Guid.Parse(ours), ct))!.MetaId;
            return null;
        }
    }

    private async Task<(string? Id, OnPremisesError? Error)> MetaIdAsync(Number number, string id, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var ours))
        {
            return id.All(char.IsAsciiDigit) && await gateway.NumberOfMediaAsync(number.Workspace.Id, id, ct) == number.Id ? (id, null) : (null, OnPremisesError.Unknown("file not found"));
        }

        if (await store.FindAsync(number, ours, ct) is not { } file)
        {
            return (null, OnPremisesError.Unknown("file not found"));
        }

        if (file.UploadedAt is not { } at || time.GetUtcNow() - at < MetaKeeps || file.Sha256 is not { } sha256)
        {
            return (file.MetaId, null);
        }

        var again = await UploadAsync(number, sha256, file.Mime, ct);
        if (!again.Succeeded)
        {
            return (null, CloudErrors.ToAnswer(again.Error));
        }

        await store.RenewAsync(number, ours, again.Value, time.GetUtcNow(), ct);
        return (again.Value, null);
    }

    private async Task<GraphAnswer<string>> UploadAsync(Number number, string sha256, string mime, CancellationToken ct)
    {
        await using var content = files.Open(number.Workspace.Id, sha256) ?? throw new InvalidOperationException($"The file {sha256} was written and is gone.");
        return await meta.UploadMediaAsync(new CloudApiAccess(number.BaseAddress, number.Token), number.MetaId, content, mime, "file" + MediaTypes.Extension(mime), ct);
    }
}
