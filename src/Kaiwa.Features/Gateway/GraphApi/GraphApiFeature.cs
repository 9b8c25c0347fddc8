using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Meta's Cloud API for the shop's own programs.</summary>
internal static class GraphApiFeature
{
    public static IServiceCollection AddGraphApi(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration("Kaiwa:Gateway");
        return services
            .AddSingleton<GatewayStore>().AddSingleton<TemplateBook>().AddSingleton<GraphProxy>().AddSingleton<NodeStore>().AddSingleton<GraphNodes>().AddSingleton<NodeCalls>().AddSingleton<Intake>().AddSingleton<SendMessage>().AddSingleton<MediaCalls>().AddSingleton<GraphEndpoints>();
    }

    public static void MapGraphApi(this IEndpointRouteBuilder app) => GraphEndpoints.Map(app);
}
