using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Simulator;

/// <summary>Meta, simulated: mountable in a test, inside the server, or alone.</summary>
public static class SimulatorFeature
{
    /// <summary>Registers one simulator: <see cref="ISimulator"/>, its <see cref="SimulatedClock"/> and its life with the host.</summary>
    public static IServiceCollection AddSimulator(this IServiceCollection services, Action<SimulatorOptions> configure)
    {
        var options = new SimulatorOptions();
        configure(options);
        services.TryAddSingleton(_ => new SimulatedClock());
        services.AddSingleton(provider => new Platform(options, provider.GetRequiredService<SimulatedClock>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ISimulator, SimulatorDoor>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Platform>());
        return services;
    }

    /// <summary>
    /// Serves the Graph API under <paramref name="graphPrefix"/> ("/simulator/graph" inside the server, "" alone) and the control API
    /// under <paramref name="controlPrefix"/> ("/simulator" inside the server, "" alone). The pages are always at /simulator. Call it
    /// early: it answers its own paths before routing and authentication.
    /// </summary>
    public static IApplicationBuilder MapSimulator(this WebApplication app, string graphPrefix = "", string controlPrefix = "")
    {
        var platform = app.Services.GetRequiredService<Platform>();
        var graph = new GraphApi(platform);
        var control = new ControlApi(platform, app.Services.GetRequiredService<ISimulator>());
        return app.Use(next => http =>
        {
            var path = http.Request.Path.Value ?? "";
            if (path.StartsWith(graphPrefix, StringComparison.Ordinal) && GraphApi.Owns(path.AsSpan(graphPrefix.Length)))
            {
                return graph.HandleAsync(http, graphPrefix.Length == 0 ? path : path[graphPrefix.Length..], graphPrefix);
            }

            return control.TryRoute(http, path, controlPrefix, out var answer) ? answer : next(http);
        });
    }
}
