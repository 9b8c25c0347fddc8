using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.People;

/// <summary>Registration and routes of the people feature.</summary>
public static class PeopleFeature
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        TypeHandlers.AddId<User>();
        TypeHandlers.AddId<SessionRow>();
        TypeHandlers.AddId<Invitation>();
        PeopleProblems.Register();
        services.AddSingleton<UserStore>().AddSingleton<MemberStore>().AddSingleton<SessionStore>().AddSingleton<InvitationStore>().AddSingleton<TwoFactorStore>().AddSingleton<TwoFactor>().AddSingleton<ChangeMember>().AddSingleton<SecondStepAuthentication>().AddSingleton<SetUpShop>().AddSingleton<SignIn>().AddSingleton<SignInLimit>().AddSingleton<SetupToken>();
        services.AddSingleton<IPeople, PeopleDoor>();
        services.AddSingleton<ISessions, Sessions>().AddSingleton<IInvitations, Invitations>().AddSingleton<IAccount, Account>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddHttpContextAccessor();
        services.AddScoped(CurrentActor);
        services.AddAntiforgery();
        AddCookieKeys(services);
        services.AddAuthentication(PermissionPolicy.ApiScheme)
            .AddPolicyScheme(PermissionPolicy.ApiScheme, null, options => options.ForwardDefaultSelector = Choose)
            .AddCookie(ActorClaims.CookieScheme, Configure)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorization();
        return services;
    }

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        SessionEndpoints.Map(app);
        MemberEndpoints.Map(app);
        AccountEndpoints.Map(app);
        AccountPages.Map(app);
    }

    private static Actor CurrentActor(IServiceProvider services) =>
        ActorClaims.From(services.GetRequiredService<IHttpContextAccessor>().HttpContext?.User)
        ?? throw new InvalidOperationException("There is no actor here: the endpoint lacks RequirePermission, or this is no request.");

    private static string Choose(HttpContext http) => KeyAuthentication.HasToken(http.Request) ? KeyAuthentication.SchemeName : ActorClaims.CookieScheme;

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "kaiwa";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Sessions.Length;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.LogoutPath = "/account/sign-out";
        options.AccessDeniedPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = SessionAuthentication.ValidateAsync;
        options.Events.OnRedirectToLogin = context => Answer(context, PeopleProblems.NotSignedIn);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, PeopleProblems.NotAllowed);
    }

    // Pages lead to the sign-in form; programs get a status and a sentence.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, Core.Web.Problem problem)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return problem.ToHttp().ExecuteAsync(context.HttpContext);
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static void AddCookieKeys(IServiceCollection services)
    {
        services.AddSingleton<CookieKeys>().AddSingleton<SealCookieKeys>();
        services.AddDataProtection().SetApplicationName("kaiwa");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<CookieKeys>();
            options.XmlEncryptor = provider.GetRequiredService<SealCookieKeys>();
        }));
    }
}
