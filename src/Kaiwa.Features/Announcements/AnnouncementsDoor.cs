using System.Buffers.Text;
using System.Net.Http;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Announcements;

internal sealed class AnnouncementsDoor(Database database, DeviceStore devices, PushKeys keys, PushClient client, TimeProvider time, IOptions<PushOptions> options) : IAnnouncements
{
    private const int MostDevices = 20;
    private const int LongestName = 100;
    private readonly AddressGuard guard = new(options.Value.AllowPrivateAddresses);

    public Task<string> KeyAsync(CancellationToken ct = default) => keys.PublicKeyAsync(ct);

    public async Task<IReadOnlyList<PushDevice>> DevicesAsync(Actor actor, CancellationToken ct = default) =>
        (await devices.OfAsync(actor, ct)).Select(row => new PushDevice { Id = row.Id, Name = row.Device, Endpoint = row.Endpoint, Service = new Uri(row.Endpoint).Host, CreatedAt = row.CreatedAt }).ToList();

    public async Task<Result<Id<PushDevice>>> SwitchOnAsync(Actor actor, NewDevice device, CancellationToken ct = default)
    {
        if (actor.Kind != ActorKind.User)
        {
            return AnnouncementProblems.PeopleOnly;
        }

        if (guard.Callable(device.Endpoint) is not { } endpoint || guard.IsInside(endpoint))
        {
            return AnnouncementProblems.EndpointRefused;
        }

        if (Decode(device.P256dh) is not { } point || !PushEncryption.IsPoint(point) || Decode(device.Auth) is not { Length: PushEncryption.AuthSize } auth)
        {
            return AnnouncementProblems.KeysWrong;
        }

        var name = device.Name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : endpoint.Host;
        return await database.InTransactionAsync<Result<Id<PushDevice>>>(
            async unit => await devices.OthersAsync(unit, actor, endpoint.AbsoluteUri) >= MostDevices
                ? AnnouncementProblems.TooMany
                : await devices.SaveAsync(unit, actor, Id<PushDevice>.New(time), endpoint.AbsoluteUri, point, auth, name, time.GetUtcNow()),
            ct: ct);
    }

    public async Task<Result<bool>> SwitchOffAsync(Actor actor, Id<PushDevice> id, CancellationToken ct = default) =>
        await database.InTransactionAsync(unit => devices.DeleteAsync(unit, actor, id), ct: ct) ? true : AnnouncementProblems.DeviceUnknown;

    public async Task<Result<bool>> TryAsync(Actor actor, Id<PushDevice> id, CancellationToken ct = default)
    {
        if (await devices.FindAsync(actor.Workspace, id, ct) is not { } device || device.UserId.Value != actor.Subject)
        {
            return AnnouncementProblems.DeviceUnknown;
        }

        try
        {
            await client.SendAsync(actor.Workspace, device, new PushMessage("Kaiwa", "", "try", "/inbox", "try"), ct);
            return true;
        }
        catch (HttpRequestException e)
        {
            return AnnouncementProblems.NotTaken(e.InnerException is null ? e.Message : e.InnerException.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return AnnouncementProblems.NotTaken("no answer within 10 seconds");
        }
    }

    private static byte[]? Decode(string? text)
    {
        try
        {
            return text is { Length: > 0 and < 200 } ? Base64Url.DecodeFromChars(text.AsSpan().TrimEnd('=')) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
