using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The On-Premises API, and 360dialog's flavour of it, for programs that were written for them.</summary>
internal static class OnPremisesFeature
{
    public static IServiceCollection AddOnPremises(this IServiceCollection services)
    {
        TypeHandlers.AddId<ProgramUser>();
        TypeHandlers.AddId<StickerPack>();
        TypeHandlers.AddId<StoredFile>();
        OnPremisesProblems.Register();
        services.AddOptions<OnPremisesOptions>().BindConfiguration("Kaiwa:OnPremises");
        services.AddSingleton<IPasswordHasher<ProgramUser>, PasswordHasher<ProgramUser>>();
        services.AddSingleton<ProgramUserStore>().AddSingleton<SettingsStore>().AddSingleton<UploadStore>().AddSingleton<StickerPackStore>().AddSingleton<StatsStore>().AddSingleton<FlatNamesStore>().AddSingleton<Callbacks>().AddSingleton<FlatForms>().AddSingleton<Dialog360Forms>().AddSingleton<RepeatedStatuses>();
        services.AddSingleton<ProgramUsers>().AddSingleton<MediaBook>().AddSingleton<LinkProxy>().AddSingleton<CallLimit>().AddSingleton<LoginLimit>().AddSingleton<RequestCounts>();
        services.AddSingleton<MessageCalls>().AddSingleton<ContactCalls>().AddSingleton<FileCalls>().AddSingleton<UserCalls>().AddSingleton<AccountCalls>().AddSingleton<SettingsCalls>();
        services.AddSingleton<ProfileCalls>().AddSingleton<PhotoCalls>().AddSingleton<CertificateCalls>().AddSingleton<HealthCalls>().AddSingleton<StickerCalls>().AddSingleton<Dialog360Calls>().AddSingleton<Dialog360CloudCalls>();
        return services.AddSingleton<Routes>().AddSingleton<OnPremisesEndpoints>();
    }

    public static void MapOnPremises(this IEndpointRouteBuilder app)
    {
        OnPremisesEndpoints.Map(app);
        AccessEndpoints.Map(app);
    }
}
