using Kaiwa.Console.Alerts;
using Kaiwa.Console.Audiences;
using Kaiwa.Console.AutoAssignment;
using Kaiwa.Console.Broadcasts;
using Kaiwa.Console.CannedReplies;
using Kaiwa.Console.Hours;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Keys;
using Kaiwa.Console.Labels;
using Kaiwa.Console.Installed;
using Kaiwa.Console.Maps;
using Kaiwa.Console.Numbers;
using Kaiwa.Console.People;
using Kaiwa.Console.Satisfaction;
using Kaiwa.Console.Search;
using Kaiwa.Console.ServiceLevels;
using Kaiwa.Console.Settings;
using Kaiwa.Console.Shell;
using Kaiwa.Console.Templates;
using Kaiwa.Console.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor;
using MudBlazor.Services;

namespace Kaiwa.Console;

/// <summary>The screens of the product.</summary>
public static class ConsoleFeature
{
    /// <summary>Registers the screens. The doors they use are registered by the features.</summary>
    public static IHostApplicationBuilder AddConsole(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddLocalization();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.VisibleStateDuration = 6_000;
            options.SnackbarConfiguration.ShowTransitionDuration = 120;
            options.SnackbarConfiguration.HideTransitionDuration = 120;
        });
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var languages = ReaderLanguage.Languages.ToArray();
            options.SetDefaultCulture("en").AddSupportedCultures(languages).AddSupportedUICultures(languages);
            options.RequestCultureProviders = [new ReaderLanguage(), new AcceptLanguageHeaderRequestCultureProvider()];
        });

        services.AddScoped<Session>();
        services.AddScoped<SessionGuard>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<SessionGuard>());
        services.AddScoped<Say>();
        services.AddScoped<LiveUpdates>();
        services.AddSingleton<SharedReads>();
        services.AddScoped<Notices>();
        services.AddScoped<Browser>();
        services.AddScoped<ShopNearby>();
        services.AddTransient<CommandPaletteState>();
        services.AddTransient<ShellState>();
        services.AddTransient<UserMenuState>();
        services.AddTransient<PeopleState>();
        services.AddTransient<SecurityState>();
        services.AddTransient<TeamsState>();
        services.AddTransient<AssignmentState>();
        services.AddTransient<AuditState>();
        services.AddTransient<InboxState>();
        services.AddTransient<ConversationState>();
        services.AddScoped<MyKeys>();
        services.AddTransient<LabelsState>();
        services.AddTransient<ComposerState>();
        services.AddTransient<ComposerSend>();
        services.AddScoped<DraftsState>();
        services.AddScoped<VisitState>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<VisitState>());
        services.AddTransient<CannedRepliesState>();
        services.AddTransient<HoursState>();
        services.AddTransient<ServiceLevelsState>();
        services.AddTransient<SatisfactionState>();
        services.AddTransient<TemplateFormState>();
        services.AddTransient<BroadcastsState>();
        services.AddTransient<BroadcastPageState>();
        services.AddTransient<NewBroadcastState>();
        services.AddTransient<ContactsState>();
        services.AddTransient<SearchState>();
        services.AddTransient<ImportState>();
        services.AddTransient<TemplatesState>();
        services.AddTransient<NumbersState>();
        services.AddTransient<WebhooksState>();
        services.AddTransient<ShopState>();
        services.AddTransient<AlertsState>();
        return builder;
    }

    /// <summary>Maps the screens. Call it after authentication and authorization, and map the static assets beside it.</summary>
    public static WebApplication MapConsole(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(OnlyPagesExplainThemselves);
        app.UseAntiforgery();
        app.MapInstalledFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    // Programs that ask for something that is not there get a bare 404.
    private static Task OnlyPagesExplainThemselves(HttpContext context, RequestDelegate next)
    {
        if (!IsPage(context) && context.Features.Get<IStatusCodePagesFeature>() is { } explanation)
        {
            explanation.Enabled = false;
        }

        return next(context);
    }

    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
