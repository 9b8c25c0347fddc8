using System.Text.Json.Nodes;
using Kaiwa.Features.Gateway.WebhookRelay;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Application settings, media providers, backup and restore: all kept here, some of them obeyed.</summary>
internal sealed class SettingsCalls(SettingsStore store, AddressGuard guard)
{
    public async Task<IResult> Read(ProgramCall call)
    {
        var application = ApplicationSettings.Whole((await store.ReadAsync(call.Number, call.Aborted)).Application);
        application["wa_id"] = ContactCalls.Digits(call.Number.Display);
        return OnPremisesAnswers.Ok(new JsonObject { ["settings"] = new JsonObject { ["application"] = application } });
    }

    public async Task<IResult> Change(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } change)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (ApplicationSettings.Complaint(change, guard) is { } complaint)
        {
            return complaint.ToHttp();
        }

        await store.ChangeAsync(
            call.Number, settings => settings with { Application = ApplicationSettings.Merge(settings.Application, change) }, call.Aborted,
            change["webhooks"]?["url"] is null ? null : RelayShape.OnPremises);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> Reset(ProgramCall call)
    {
        await store.ChangeAsync(call.Number, settings => settings with { Application = [] }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> Providers(ProgramCall call) => OnPremisesAnswers.Ok(new JsonObject
    {
        ["settings"] = new JsonObject
        {
            ["application"] = new JsonObject { ["media"] = new JsonObject { ["providers"] = (await store.ReadAsync(call.Number, call.Aborted)).Providers.DeepClone() } },
        },
    });

    public async Task<IResult> AddProvider(ProgramCall call)
    {
        if (await call.ArrayAsync() is not [JsonObject provider])
        {
            return OnPremisesError.Invalid("The body is an array with one media provider").ToHttp();
        }

        if (provider.Text("name") is not { Length: > 0 } name)
        {
            return OnPremisesError.Lacks("name").ToHttp();
        }

        if (provider.Text("type") is not "www")
        {
            return OnPremisesError.Invalid("type must be www").ToHttp();
        }

        await store.ChangeAsync(call.Number, settings => settings with { Providers = new JsonArray([.. Others(settings, name), provider.DeepClone()]) }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> DeleteProvider(ProgramCall call)
    {
        await store.ChangeAsync(call.Number, settings => settings with { Providers = new JsonArray([.. Others(settings, call.Path[0])]) }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> Backup(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("password") is not { Length: > 0 } password)
        {
            return OnPremisesError.Lacks("password").ToHttp();
        }

        var settings = await store.ReadAsync(call.Number, call.Aborted);
        return OnPremisesAnswers.Ok(new JsonObject { ["settings"] = new JsonObject { ["data"] = SettingsBackup.Write(settings, password) } });
    }

    public async Task<IResult> Restore(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("password") is not { Length: > 0 } password || body.Text("data") is not { Length: > 0 } data)
        {
            return OnPremisesError.Lacks("data").ToHttp();
        }

        if (SettingsBackup.Read(data, password) is not { } kept)
        {
            return OnPremisesError.Invalid("data is not a backup that Kaiwa made, or the password is wrong").ToHttp();
        }

        if (ApplicationSettings.Complaint(kept.Application, guard) is { } complaint)
        {
            return complaint.ToHttp();
        }

        await store.ChangeAsync(call.Number, settings => settings with { Application = (JsonObject)kept.Application.DeepClone(), Providers = (JsonArray)kept.Providers.DeepClone() }, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    private static IEnumerable<JsonNode?> Others(NumberSettings settings, string name) =>
        settings.Providers.Where(one => one?["name"]?.ToString() != name).Select(one => one?.DeepClone());
}
