using Kaiwa.Core.Contacts;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Campaigns: one template to many people.</summary>
internal static class BroadcastsFeature
{
    public static IServiceCollection AddBroadcasts(this IServiceCollection services)
    {
        TypeHandlers.AddId<Broadcast>();
        BroadcastProblems.Register();
        services
            .AddSingleton<BroadcastStore>().AddSingleton<RecipientStore>().AddSingleton<BroadcastContents>().AddSingleton<BroadcastProgress>()
            .AddSingleton<CreateBroadcast>().AddSingleton<StartBroadcast>().AddSingleton<PauseBroadcast>().AddSingleton<FailBroadcast>()
            .AddSingleton<FreezeAudience>().AddSingleton<SendNextBatch>()
            .AddSingleton<ILaneWork, RunBroadcast>()
            .AddSingleton<IRecurringJob, WatchBroadcasts>()
            .AddSingleton<IFollowMerge, OnContactsMerged>()
            .AddSingleton<IBroadcasts, BroadcastsDoor>();
        return services;
    }

    public static IEndpointRouteBuilder MapBroadcasts(this IEndpointRouteBuilder app)
    {
        BroadcastEndpoints.Map(app);
        return app;
    }
}
