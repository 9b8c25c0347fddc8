using Kaiwa.Core.Storage;
using Kaiwa.Features.Announcements;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Drafts;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Audit;
using Kaiwa.Features.AutoAssignment;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.People;
using Kaiwa.Features.Preferences;
using Kaiwa.Features.Satisfaction;
using Kaiwa.Features.ScheduledReplies;
using Kaiwa.Features.Search;
using Kaiwa.Features.ServiceLevels;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Features.Teams;
using Kaiwa.Features.Templates;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kaiwa.Features;

/// <summary>The product's table of contents: one line per feature.</summary>
public static class FeaturesList
{
    public static IHostApplicationBuilder AddFeatures(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new MigrationSource(typeof(FeaturesList).Assembly));
        builder.Services.AddApiJson();
        Permitted.Register();
        builder.Services.AddPeople();
        builder.Services.AddTeams();
        builder.Services.AddAudit();
        builder.Services.AddNumbers();
        builder.Services.AddTemplates();
        builder.Services.AddPreferences();
        builder.Services.AddLabels();
        builder.Services.AddInbox();
        builder.Services.AddAutoAssignment();
        builder.Services.AddCannedReplies();
        builder.Services.AddDrafts();
        builder.Services.AddScheduledReplies();
        builder.Services.AddHours();
        builder.Services.AddServiceLevels();
        builder.Services.AddSatisfaction();
        builder.Services.AddAnnouncements();
        builder.Services.AddSearch();
        builder.Services.AddShop();
        builder.Services.AddAudiences();
        builder.Services.AddBroadcasts();
        builder.Services.AddGraphApi();
        builder.Services.AddOnPremises();
        builder.Services.AddWebhookRelay();
        return builder;
    }

    public static IEndpointRouteBuilder MapFeatures(this IEndpointRouteBuilder app)
    {
        app.MapPeople();
        app.MapTeams();
        app.MapAudit();
        app.MapNumbers();
        app.MapTemplates();
        app.MapLabels();
        app.MapInbox();
        app.MapAutoAssignment();
        app.MapCannedReplies();
        app.MapDrafts();
        app.MapScheduledReplies();
        app.MapHours();
        app.MapServiceLevels();
        app.MapSatisfaction();
        app.MapAnnouncements();
        app.MapSearch();
        app.MapShop();
        app.MapAudiences();
        app.MapBroadcasts();
        app.MapGraphApi();
        app.MapOnPremises();
        app.MapWebhookRelay();
        return app;
    }
}
