using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Who may make a call.</summary>
internal enum Role
{
    /// <summary>Any user.</summary>
    User,

    /// <summary>Any user, or a monitoring program with <c>Authorization: Apikey</c>.</summary>
    Monitor,

    /// <summary>The admin; any user where the operator is not strict.</summary>
    Settings,

    /// <summary>The admin, always.</summary>
    Admin,
}

/// <summary>A call: its method, its path below <c>/v1</c> with <c>*</c> for a name, who may, and whether 360dialog served it.</summary>
internal sealed record Route(string Method, string[] Path, Role Role, bool At360, Func<ProgramCall, Task<IResult>> Handle)
{
    public string Name { get; } = $"{Method}_v1_{string.Join('_', Path.Where(part => part != "*"))}";

    public bool Fits(ReadOnlySpan<string> path)
    {
        if (path.Length != Path.Length)
        {
            return false;
        }

        for (var at = 0; at < path.Length; at++)
        {
            if (Path[at] != "*" && Path[at] != path[at])
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Every call of the On-Premises API: this list is what is served. Login is apart, because it takes no token.</summary>
internal sealed class Routes(
    MessageCalls messages, ContactCalls contacts, FileCalls files, UserCalls users, AccountCalls account, SettingsCalls settings, ProfileCalls profile, PhotoCalls photo, CertificateCalls certificates, HealthCalls health, StickerCalls stickers, Dialog360Calls configs)
{
    public IReadOnlyList<Route> All { get; } =
    [
        Served("POST", "messages", Role.User, messages.Send),
        Served("PUT", "messages/*", Role.User, messages.MarkAsRead),
        Served("POST", "contacts", Role.User, contacts.Check),
        Served("GET", "contacts/*/identity", Role.User, contacts.Identity),
        Served("PUT", "contacts/*/identity", Role.User, contacts.Acknowledge),
        Served("POST", "contacts/*/block", Role.User, contacts.Block),
        Served("POST", "contacts/*/unblock", Role.User, contacts.Unblock),
        Served("POST", "media", Role.User, files.Upload),
        Served("GET", "media/*", Role.User, files.Download),
        Served("DELETE", "media/*", Role.User, files.Delete),
        Own("POST", "users/logout", Role.User, users.Logout),
        Own("POST", "users", Role.Admin, users.Create),
        Own("GET", "users/*", Role.User, users.Read),
        Own("PUT", "users/*", Role.User, users.SetPassword),
        Own("DELETE", "users/*", Role.Admin, users.Delete),
        Own("POST", "account", Role.Admin, account.Register),
        Own("POST", "account/verify", Role.Admin, account.Verify),
        Own("GET", "account/shards", Role.Admin, account.ReadShards),
        Own("POST", "account/shards", Role.Admin, account.SetShards),
        Own("GET", "settings/application", Role.Settings, settings.Read),
        Own("PATCH", "settings/application", Role.Settings, settings.Change),
        Own("DELETE", "settings/application", Role.Settings, settings.Reset),
        Own("GET", "settings/application/media/providers", Role.Settings, settings.Providers),
        Own("POST", "settings/application/media/providers", Role.Settings, settings.AddProvider),
        Own("DELETE", "settings/application/media/providers/*", Role.Settings, settings.DeleteProvider),
        Own("POST", "settings/backup", Role.Admin, settings.Backup),
        Own("POST", "settings/restore", Role.Admin, settings.Restore),
        Served("GET", "settings/business/profile", Role.User, profile.Business),
        Served("POST", "settings/business/profile", Role.Settings, profile.SetBusiness),
        Served("GET", "settings/profile/about", Role.User, profile.About),
        Served("PATCH", "settings/profile/about", Role.Settings, profile.SetAbout),
        Served("GET", "settings/profile/photo", Role.User, photo.Read),
        Served("POST", "settings/profile/photo", Role.Settings, photo.Set),
        Served("DELETE", "settings/profile/photo", Role.Settings, photo.Delete),
        Own("POST", "settings/account/two-step", Role.Settings, profile.SetPin),
        Own("DELETE", "settings/account/two-step", Role.Settings, profile.DeletePin),
        Own("POST", "certificates/external", Role.Admin, certificates.SetExternal),
        Own("GET", "certificates/external/ca", Role.Admin, certificates.External),
        Own("DELETE", "certificates/external", Role.Admin, certificates.DeleteExternal),
        Own("POST", "certificates/webhooks/ca", Role.Admin, certificates.SetWebhook),
        Own("GET", "certificates/webhooks/ca", Role.Admin, certificates.Webhook),
        Own("DELETE", "certificates/webhooks/ca", Role.Admin, certificates.DeleteWebhook),
        Served("GET", "health", Role.Monitor, health.Health),
        Own("GET", "stats/app", Role.Monitor, health.App),
        Own("GET", "stats/db", Role.Monitor, health.Db),
        Own("GET", "metrics", Role.Monitor, health.Metrics),
        Own("GET", "support", Role.User, health.Support),
        Own("PUT", "services/*/gc", Role.Settings, health.CollectGarbage),
        Served("GET", "stickerpacks", Role.User, stickers.List),
        Served("POST", "stickerpacks", Role.User, stickers.Create),
        Served("GET", "stickerpacks/*", Role.User, stickers.Read),
        Served("PATCH", "stickerpacks/*", Role.User, stickers.Change),
        Served("DELETE", "stickerpacks/*", Role.User, stickers.Delete),
        Served("GET", "stickerpacks/*/stickers", Role.User, stickers.Stickers),
        Served("POST", "stickerpacks/*/stickers", Role.User, stickers.AddSticker),
        Served("GET", "stickerpacks/*/stickers/*", Role.User, stickers.ReadSticker),
        Served("PATCH", "stickerpacks/*/stickers/*", Role.User, stickers.ChangeSticker),
        Served("DELETE", "stickerpacks/*/stickers/*", Role.User, stickers.DeleteSticker),
    ];

    /// <summary>What only 360dialog had.</summary>
    public IReadOnlyList<Route> Only360 { get; } = Configs(configs, configs.SetWebhook);

    /// <summary>Below <c>/v1</c> 360dialog's second API has its configs alone: the rest of it is the Cloud's.</summary>
    public IReadOnlyList<Route> OnlyCloud360 { get; } = Configs(configs, configs.SetCloudWebhook);

    private static Route[] Configs(Dialog360Calls configs, Func<ProgramCall, Task<IResult>> setWebhook) =>
    [
        Served("GET", "configs/webhook", Role.User, configs.Webhook),
        Served("POST", "configs/webhook", Role.User, setWebhook),
        Served("GET", "configs/templates", Role.User, configs.Templates),
        Served("POST", "configs/templates", Role.User, configs.CreateTemplate),
        Served("DELETE", "configs/templates/*", Role.User, configs.DeleteTemplate),
        Served("GET", "configs/phone_number", Role.User, configs.PhoneNumber),
    ];

    private static Route Served(string method, string path, Role role, Func<ProgramCall, Task<IResult>> handle) => new(method, path.Split('/'), role, At360: true, handle);

    private static Route Own(string method, string path, Role role, Func<ProgramCall, Task<IResult>> handle) => new(method, path.Split('/'), role, At360: false, handle);
}
