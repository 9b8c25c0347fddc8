using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Meta's events on to the shop's own programs.</summary>
internal static class WebhookRelayFeature
{
    public static IServiceCollection AddWebhookRelay(this IServiceCollection services)
    {
        TypeHandlers.AddId<RelaySubscription>();
        TypeHandlers.AddId<DeadLetter>();
        TypeHandlers.AddId<Replay>();
        RelayProblems.Register();
        services.AddOptions<WebhookRelayOptions>().BindConfiguration("Kaiwa:Relay").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<SubscriptionStore>().AddSingleton<RelayEventStore>().AddSingleton<HeldStore>().AddSingleton<DeadLetterStore>().AddSingleton<ReplayStore>().AddSingleton<AwaitedStore>()
            .AddSingleton<CloudEnvelope>().AddSingleton<RelayForms>().AddSingleton(provider => new AddressGuard(provider.GetRequiredService<IOptions<WebhookRelayOptions>>().Value.AllowPrivateAddresses)).AddSingleton<ReceiverClient>()
            .AddSingleton<PassOn>().AddSingleton<RelayPages>().AddSingleton<CheckWebhook>().AddSingleton<Redeliver>()
            .AddSingleton<ILaneWork, RelayNews>().AddSingleton<ILaneWork, RetryHeld>().AddSingleton<ILaneWork, RunReplay>()
            .AddSingleton<IRecurringJob, WatchRelay>().AddSingleton<IRecurringJob, TellAwaited>()
            .AddSingleton<IWebhookRelay, WebhookRelayDoor>();
    }

    public static void MapWebhookRelay(this IEndpointRouteBuilder app) => RelayEndpoints.Map(app);
}
