using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Labels;

/// <summary>Registration and routes of labels and closing reasons.</summary>
public static class LabelsFeature
{
    public static IServiceCollection AddLabels(this IServiceCollection services)
    {
        TypeHandlers.AddId<Label>();
        TypeHandlers.AddId<ClosingReason>();
        LabelProblems.Register();
        return services.AddSingleton<LabelStore>().AddSingleton<ILabels, LabelsDoor>();
    }

    public static void MapLabels(this IEndpointRouteBuilder app) => LabelEndpoints.Map(app);
}
