using Kaiwa.Core.Effects;
using Kaiwa.Core.Events;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Announcements;

/// <summary>Registration and routes: <c>/api/v1/push</c>.</summary>
public static class AnnouncementsFeature
{
    public static IServiceCollection AddAnnouncements(this IServiceCollection services)
    {
        TypeHandlers.AddId<PushDevice>();
        AnnouncementProblems.Register();
        services.AddOptions<PushOptions>().BindConfiguration("Kaiwa:Push").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<DeviceStore>().AddSingleton<PushKeyStore>().AddSingleton<PushKeys>().AddSingleton<PushClient>()
            .AddSingleton<IReact<MessageReceived>, OnCustomerWrote>().AddSingleton<IDoEffect, AnnounceChat>().AddSingleton<IDoEffect, PushToDevice>().AddSingleton<PushMention>().AddSingleton<IDoEffect>(services => services.GetRequiredService<PushMention>()).AddSingleton<IHearOfMentions>(services => services.GetRequiredService<PushMention>()).AddSingleton<IFollowRemoval, ForgetDevices>()
            .AddSingleton<IAnnouncements, AnnouncementsDoor>();
    }

    public static void MapAnnouncements(this IEndpointRouteBuilder app)
    {
        var push = app.MapGroup("/api/v1/push").WithTags("Push").RequirePermission(Permissions.Read);
        push.MapGet("/", List);
        push.MapPost("/", SwitchOn);
        push.MapDelete("/{id}", SwitchOff);
        push.MapPost("/{id}/try", Try);
    }

    public sealed record Switched(string Key, IReadOnlyList<PushDevice> Devices);

    public sealed record Made(Id<PushDevice> Id);

    private static async Task<Ok<Switched>> List(Actor actor, IAnnouncements push, CancellationToken ct) => TypedResults.Ok(new Switched(await push.KeyAsync(ct), await push.DevicesAsync(actor, ct)));

    private static async Task<Results<Ok<Made>, ProblemHttpResult>> SwitchOn(Actor actor, NewDevice request, IAnnouncements push, CancellationToken ct) =>
        (await push.SwitchOnAsync(actor, request, ct)).Match<Results<Ok<Made>, ProblemHttpResult>>(id => TypedResults.Ok(new Made(id)), problem => problem.ToHttp());

    private static async Task<Results<NoContent, ProblemHttpResult>> SwitchOff(Actor actor, Id<PushDevice> id, IAnnouncements push, CancellationToken ct) => (await push.SwitchOffAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Try(Actor actor, Id<PushDevice> id, IAnnouncements push, CancellationToken ct) => (await push.TryAsync(actor, id, ct)).ToEmptyHttp();
}
