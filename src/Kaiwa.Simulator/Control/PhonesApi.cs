using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Control;

/// <summary>Phones over HTTP: list, look, write, set; and the stream of changes that the pages listen to.</summary>
internal sealed class PhonesApi(Platform platform)
{
    private readonly PhoneDesk desk = new(platform);
    private readonly ConcurrentDictionary<Channel<ulong>, bool> listeners = new();
    private readonly Lock gate = new();

    public async Task<bool> HandleAsync(HttpContext http, string[] parts)
    {
        var get = HttpMethods.IsGet(http.Request.Method);
        var post = HttpMethods.IsPost(http.Request.Method);
        if (parts.Length == 1)
        {
            return get && await ListAsync(http);
        }

        if (!Phones.TryParse(Uri.UnescapeDataString(parts[1]), out var phone))
        {
            throw new PhoneProblemException($"\"{parts[1]}\" is not a phone number: give it with its country code, 7 to 15 digits.");
        }

        if (parts.Length == 2 && get)
        {
            var limit = int.TryParse(http.Request.Query["limit"], out var asked) ? Math.Clamp(asked, 1, 1000) : 100;
            return await ControlApi.WriteAsync(http, await desk.ThreadAsync(phone, limit));
        }

        if (parts.Length == 2 && post)
        {
            await desk.SetAsync(phone, await ControlApi.ReadAsync<HandsetSettings>(http));
            return await ControlApi.WriteAsync(http, await desk.ThreadAsync(phone, 0));
        }

        if (parts is [_, _, "messages"] && post)
        {
            var wamid = await new PhoneWriter(platform).SendAsync(phone, await ControlApi.ReadAsync<PhoneMessage>(http));
            return await ControlApi.WriteAsync(http, new Written(wamid));
        }

        if (parts is [_, _, "flow"] && post)
        {
            return await ControlApi.WriteAsync(http, await platform.FlowDesk.StepAsync(phone, await ControlApi.ReadAsync<PhoneFlowStep>(http), http.RequestAborted));
        }

        if (parts is [_, _, "groups"] && post)
        {
            var wish = await ControlApi.ReadAsync<GroupWish>(http);
            return await ControlApi.WriteAsync(http, wish.Join is { } link ? await platform.Groups.JoinAsync(phone, link)
                : wish.Leave is { } left ? await platform.Groups.LeaveAsync(phone, left)
                : throw new PhoneProblemException("Say which group: {\"join\":\"https://chat.whatsapp.com/…\"} or {\"leave\":\"group id\"}."));
        }

        if (parts is [_, _, "open"] && post)
        {
            platform.Courier.Stirred(phone);
            return await ControlApi.WriteAsync(http, await desk.ThreadAsync(phone, 0));
        }

        return false;
    }

    /// <summary>Server-sent events: the number of each phone whose chat changed.</summary>
    public async Task<bool> EventsAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return false;
        }

        var watched = http.Request.Query["phones"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => Phones.TryParse(p, out var phone) ? phone : 0).Where(p => p != 0).ToHashSet();
        var channel = Channel.CreateBounded<ulong>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate)
        {
            listeners[channel] = true;
            platform.Courier.Changed = Tell;
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.Response.WriteAsync(": hello\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            while (await channel.Reader.WaitToReadAsync(http.RequestAborted))
            {
                // A tenth of a second gathers what a busy broadcast changes.
                await Task.Delay(TimeSpan.FromMilliseconds(100), platform.Clock, http.RequestAborted);
                var changed = new HashSet<ulong>();
                while (channel.Reader.TryRead(out var phone))
                {
                    changed.Add(phone);
                }

                var mine = watched.Count == 0 ? [] : changed.Where(watched.Contains).Select(p => "+" + Phones.Digits(p)).ToList();
                await http.Response.WriteAsync($"data: {{\"changed\":[{string.Join(',', mine.Select(p => $"\"{p}\""))}],\"others\":{(changed.Count > mine.Count ? "true" : "false")}}}\n\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
        finally
        {
            // A page that is loaded again comes while its former self goes.
            lock (gate)
            {
                listeners.TryRemove(channel, out _);
                platform.Courier.Changed = listeners.IsEmpty ? null : Tell;
            }
        }

        return true;
    }

    /// <summary>A file for the phone's own screen.</summary>
    public async Task<bool> MediaAsync(HttpContext http, string[] parts)
    {
        if (parts.Length != 2 || !HttpMethods.IsGet(http.Request.Method) || platform.Media.Find(parts[1]) is not { } item)
        {
            return false;
        }

        http.Response.ContentType = item.Mime;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox";
        await http.Response.BodyWriter.WriteAsync(item.Bytes, http.RequestAborted);
        return true;
    }

    private async Task<bool> ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, 500) : 50;
        _ = Phones.TryParse(query["after"].ToString(), out var after);
        var phones = await desk.ListAsync(after, limit, recent: query["order"] == "recent");
        return await ControlApi.WriteAsync(http, phones.Select(p => new Listed("+" + Phones.Digits(p), platform.Phones.NameOf(p), desk.Last(p), platform.Phones.Find(p) is { Offline: true })).ToArray());
    }

    private void Tell(ulong phone)
    {
        foreach (var listener in listeners.Keys)
        {
            listener.Writer.TryWrite(phone);
        }
    }

    private sealed record GroupWish(string? Join, string? Leave);

    private sealed record Written(string MessageId);

    private sealed record Listed(string Phone, string Name, PhoneThreadMessage? Last, bool Offline);
}
