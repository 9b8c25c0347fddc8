using Kaiwa.Core.Storage;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.People;
using Kaiwa.Features.Search;
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
        builder.Services.AddPeople();
        builder.Services.AddNumbers();
        builder.Services.AddTemplates();
        builder.Services.AddInbox();
        builder.Services.AddSearch();
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
        app.MapNumbers();
        app.MapTemplates();
        app.MapInbox();
        app.MapSearch();
        app.MapAudiences();
        app.MapBroadcasts();
        app.MapGraphApi();
        app.MapOnPremises();
        app.MapWebhookRelay();
        return app;
    }
}
