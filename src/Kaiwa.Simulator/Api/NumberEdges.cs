using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Which part of the API answers which edge of a number and of an account.</summary>
internal sealed class NumberEdges
{
    private readonly RegistrationApi registration;
    private readonly NumberSettingsApi settings;
    private readonly ProfileApi profile;
    private readonly BlockingApi blocking;
    private readonly QrCodesApi codes;
    private readonly SubscriptionsApi subscriptions;
    private readonly AnalyticsApi analytics;
    private readonly EncryptionKeys keys;
    private readonly NumbersApi nodes;
    private readonly GroupsApi groups;
    private readonly HistoryApi history;
    private readonly CallsApi calls;
    private readonly Platform platform;

    public NumberEdges(Platform platform)
    {
        this.platform = platform;
        registration = new RegistrationApi(platform);
        settings = new NumberSettingsApi(platform, registration);
        profile = new ProfileApi(platform);
        blocking = new BlockingApi(platform);
        codes = new QrCodesApi(platform);
        subscriptions = new SubscriptionsApi(platform);
        analytics = new AnalyticsApi(platform);
        groups = new GroupsApi(platform);
        history = new HistoryApi(platform);
        calls = new CallsApi(platform);
        keys = new EncryptionKeys(platform);
        nodes = new NumbersApi(platform, profile, settings, analytics);
    }

    /// <summary>False when a number has no such edge, or not with this method.</summary>
    public async Task<bool> HandleNumberAsync(HttpContext http, BusinessNumber number, string edge, MediaApi media) => (http.Request.Method, edge) switch
    {
        ("GET", "") => nodes.Number(http, number),
        ("POST", "") => await settings.ChangeNumberAsync(http, number),
        ("POST", "media") => await media.UploadAsync(http, number),
        ("POST", "request_code") => await registration.RequestCodeAsync(http, number),
        ("POST", "verify_code") => await registration.VerifyCodeAsync(http, number),
        ("POST", "register") => await registration.RegisterAsync(http, number),
        ("POST", "deregister") => await registration.DeregisterAsync(http, number),
        ("GET", "settings") => settings.Read(http, number),
        ("POST", "settings") => await settings.ChangeAsync(http, number),
        ("GET", "whatsapp_business_profile") => profile.Profile(http, number),
        ("POST", "whatsapp_business_profile") => await profile.SetProfileAsync(http, number),
        ("GET", "whatsapp_commerce_settings") => profile.Commerce(http, number),
        ("POST", "whatsapp_commerce_settings") => await profile.SetCommerceAsync(http, number),
        ("POST", "conversational_automation") => await profile.SetAutomationAsync(http, number),
        ("GET", "official_business_account") => profile.Badge(http, number),
        ("POST", "official_business_account") => await profile.ApplyForBadgeAsync(http, number),
        ("GET", "business_compliance_info") => profile.Compliance(http, number),
        ("POST", "business_compliance_info") => await profile.SetComplianceAsync(http, number),
        ("GET", "whatsapp_business_encryption") => keys.Read(http, number),
        ("POST", "whatsapp_business_encryption") => await keys.UploadAsync(http, number),
        ("GET", "message_history") => await history.NumberAsync(http, number),
        ("GET", "call_permissions") => calls.Permissions(http, number),
        ("POST", "calls") => await calls.HandleAsync(http, number),
        (_, "groups") => await groups.NumberAsync(http, number),
        ("GET", "block_users") => blocking.List(http, number),
        ("POST", "block_users") => await blocking.ChangeAsync(http, number, block: true),
        ("DELETE", "block_users") => await blocking.ChangeAsync(http, number, block: false),
        (_, "message_qrdls") => await codes.HandleAsync(http, number, ""),
        (_, var code) when code.StartsWith("message_qrdls/", StringComparison.Ordinal) => await codes.HandleAsync(http, number, code["message_qrdls/".Length..]),
        _ => false,
    };

    public async Task<bool> HandleAccountAsync(HttpContext http, BusinessAccount account, string edge) => (http.Request.Method, edge) switch
    {
        ("GET", "") => await nodes.AccountAsync(http, account),
        ("POST", "") => await ChangeAccountAsync(http, account),
        ("GET", "phone_numbers") => nodes.List(http, account),
        ("POST", "phone_numbers") => await registration.AddAsync(http, account),
        ("GET", "subscribed_apps") => subscriptions.List(http, account),
        ("POST" or "DELETE", "subscribed_apps") => await subscriptions.ChangeAsync(http, account),
        ("GET", "activities") => new ActivitiesApi(platform).List(http, account),
        ("GET", "schedules") => new SchedulesApi(platform).List(http, account),
        ("POST", "schedules") => await new SchedulesApi(platform).CreateAsync(http, account),
        ("GET", "template_analytics") => await analytics.TemplatesAsync(http, account),
        _ => false,
    };

    public async Task<bool> HandleAppAsync(HttpContext http, string edge) => (http.Request.Method, edge) switch
    {
        ("GET", "") => GraphJson.Write(http, json =>
        {
            json.WriteString("id", platform.Options.AppId);
            json.WriteString("name", "Kaiwa simulator");
        }),
        ("GET" or "POST", "subscriptions") => await subscriptions.AppAsync(http),
        ("POST", "uploads") => await new UploadsApi(platform).StartAsync(http),
        _ => false,
    };

    private async Task<bool> ChangeAccountAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Truth("is_enabled_for_insights") != true)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param is_enabled_for_insights must be true: nothing else of an account can be changed here."));
        }

        await platform.Documents.SaveAsync("insights", account.Id, account.Id, []);
        await ActivitiesApi.NoteAsync(platform, account, "ACCOUNT_UPDATED", "Insights were turned on.", []);
        return GraphJson.Success(http);
    }
}
