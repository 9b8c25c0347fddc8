using Kaiwa.Core.Contacts;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Events;
using Kaiwa.Core.Ingest;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core;

/// <summary>The engine's table of contents.</summary>
public static class CoreFeature
{
    public static IHostApplicationBuilder AddCore(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DatabaseOptions>().BindConfiguration("Kaiwa:Database").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DispatchOptions>().BindConfiguration("Kaiwa:Dispatch").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration("Kaiwa:Retention");
        services.AddOptions<CloudApiOptions>().BindConfiguration("Kaiwa:CloudApi");
        services.AddOptions<MediaOptions>().BindConfiguration("Kaiwa:Media");
        services.TryAddSingleton(TimeProvider.System);
        AddIds();
        AddStorage(services);
        AddLanesAndEvents(services);
        AddDispatch(services);
        AddIngest(services);
        return builder;
    }

    /// <summary>Brings the database up to date (or refuses it) and reads the directory. Call before the server starts.</summary>
    public static async Task PrepareCoreAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        services.GetRequiredService<Migrator>().Prepare();
        await services.GetRequiredService<NumberDirectory>().ReloadAsync(ct);
    }

    public static IEndpointRouteBuilder MapCore(this IEndpointRouteBuilder app)
    {
        app.ServiceProvider.GetRequiredService<WebhookEndpoint>().Map(app);
        return app;
    }

    private static void AddIds()
    {
        TypeHandlers.AddId<Workspace>();
        TypeHandlers.AddId<ApiKey>();
        TypeHandlers.AddId<MetaApp>();
        TypeHandlers.AddId<Portfolio>();
        TypeHandlers.AddId<Waba>();
        TypeHandlers.AddId<Number>();
        TypeHandlers.AddId<NewNumber>();
        TypeHandlers.AddId<Contact>();
        TypeHandlers.AddId<Identity>();
        TypeHandlers.AddId<ContactMerge>();
        TypeHandlers.AddId<Messages.Message>();
        TypeHandlers.AddId<Template>();
        TypeHandlers.AddId<Node>();
        TypeHandlers.AddId<Effect>();
    }

    private static void AddStorage(IServiceCollection services)
    {
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        services.AddSingleton(new MigrationSource(typeof(CoreFeature).Assembly));
        services.AddSingleton<Sealer>();
        services.AddSingleton<NumberStore>();
        services.AddSingleton<NumberDirectory>();
        services.AddSingleton<WorkspaceStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<MergeContacts>().AddSingleton<UnmergeContacts>();
        services.AddSingleton<Messages.ServiceWindow>();
        services.AddSingleton<MediaStore>().AddSingleton<SentMedia>().AddSingleton<VoiceEncoder>();
        services.AddSingleton<IRecurringJob, Cleaner>();
        services.AddSingleton<IRecurringJob, QueueGauges>();
    }

    private static void AddLanesAndEvents(IServiceCollection services)
    {
        services.AddSingleton<LocalLanes>();
        services.AddSingleton<ILanes>(provider => provider.GetRequiredService<LocalLanes>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalLanes>());
        services.AddSingleton<ILiveFeed, LocalLiveFeed>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<EventPump>();
        services.AddSingleton<ILaneWork>(provider => provider.GetRequiredService<EventPump>());
        services.AddHostedService<EventPumpService>();
        services.AddSingleton<EffectQueue>();
        services.AddSingleton<ILaneWork>(provider => provider.GetRequiredService<EffectQueue>());
        services.AddSingleton(provider => new Lazy<IReadOnlyDictionary<string, IDoEffect>>(() => provider.GetServices<IDoEffect>().ToDictionary(doer => doer.Kind, StringComparer.Ordinal)));
        services.AddSingleton<IRecurringJob, RingEffects>();
        services.AddHostedService<RecurringJobs>();
    }

    private static void AddDispatch(IServiceCollection services)
    {
        services.AddSingleton<OutboxStore>();
        services.AddSingleton(provider => new Outbox.Outbox(
            provider.GetRequiredService<OutboxStore>(), provider.GetRequiredService<NumberSender>(), provider.GetRequiredService<ILanes>(), provider.GetRequiredService<SendWatch>()));
        services.AddSingleton<SendWatch>();
        services.AddSingleton<DispatchStore>();
        services.AddSingleton<PortfolioBudget>();
        services.AddSingleton<Outcomes>();
        services.AddSingleton<Node>();
        services.AddSingleton<StatusFlow>();
        services.AddSingleton<AmbiguousStore>();
        services.AddSingleton<NumberSender>();
        services.AddSingleton<ILaneWork>(provider => provider.GetRequiredService<NumberSender>());
        services.AddSingleton(provider => new CloudApiClient(MetaHttp.Create(), provider.GetRequiredService<IOptions<CloudApiOptions>>().Value));
        services.AddHostedService<Dispatcher>();
        services.AddSingleton<IRecurringJob, SettleAmbiguous>();
        services.AddSingleton<IRecurringJob, SweepBudgets>();
    }

    private static void AddIngest(IServiceCollection services)
    {
        services.AddSingleton<ReceiveStatus>();
        services.AddSingleton<ReceiveMessage>();
        services.AddSingleton<KnownPairs>();
        services.AddSingleton<MediaQueue>();
        services.AddSingleton<IDoEffect, FetchMedia>();
        services.AddSingleton<InboundStore>();
        services.AddSingleton<IRebuild, RebuildFromDeliveries>();
        services.AddSingleton(provider => new CommitWriter<Delivery, bool>(provider.GetRequiredService<Database>(), 1000, provider.GetRequiredService<InboundStore>().WriteAsync));
        services.AddSingleton<WebhookEndpoint>();
    }
}
