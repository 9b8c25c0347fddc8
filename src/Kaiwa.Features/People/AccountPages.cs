using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.People;

/// <summary>Where the console's set-up and sign-in forms post to (antiforgery applies). Each answers with a redirect; a refusal is <c>?problem=…</c>, as <c>Problem.Store</c> writes it.</summary>
internal static class AccountPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/account").AllowAnonymous().ExcludeFromDescription();
        var limit = app.ServiceProvider.GetRequiredService<SignInLimit>();
        account.MapPost("/setup", SetUp).AddEndpointFilter(limit);
        account.MapPost("/sign-in", SignIn).AddEndpointFilter(limit);
        account.MapPost("/sign-out", SignOut);
    }

    private static async Task<RedirectHttpResult> SetUp(HttpContext http, [FromForm] SetUpForm form, IPeople people, SetupToken token, CancellationToken ct)
    {
        var back = $"/setup?token={Uri.EscapeDataString(form.Token ?? "")}&problem=";
        if (!token.Matches(form.Token))
        {
            return TypedResults.LocalRedirect(back + PeopleProblems.SetupTokenWrong.Store());
        }

        var setUp = new SetUp(form.WorkspaceName ?? "", form.Email ?? "", form.Password ?? "", form.Name ?? "", form.Language ?? "en", form.TimeZone ?? "UTC");
        var result = await people.SetUpAsync(setUp, ct);
        if (result.Problem is { } problem)
        {
            return TypedResults.LocalRedirect(back + Uri.EscapeDataString(problem.Store()));
        }

        await http.SignInAsync(ActorClaims.CookieScheme, ActorClaims.ToPrincipal(result.Value, setUp.Language));
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<RedirectHttpResult> SignIn(HttpContext http, [FromForm] SignInForm form, IPeople people, CancellationToken ct)
    {
        var result = await people.SignInAsync(form.Email ?? "", form.Password ?? "", ct);
        if (result.Problem is { } problem)
        {
            return TypedResults.LocalRedirect($"/sign-in?problem={Uri.EscapeDataString(problem.Store())}&returnUrl={Uri.EscapeDataString(Local(form.ReturnUrl))}");
        }

        await http.SignInAsync(ActorClaims.CookieScheme, ActorClaims.ToPrincipal(result.Value.Actor, result.Value.Language));
        return TypedResults.LocalRedirect(Local(form.ReturnUrl));
    }

    private static async Task<RedirectHttpResult> SignOut(HttpContext http, [FromForm] SignOutForm? form)
    {
        await http.SignOutAsync(ActorClaims.CookieScheme);
        return TypedResults.LocalRedirect(form?.ReturnUrl is { } url ? Local(url) : "/sign-in");
    }

    // Only a path of our own: "//host" and "/\host" are other people's pages.
    internal static string Local(string? url) => url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";

    internal sealed record SetUpForm(string? Token, string? WorkspaceName, string? Email, string? Password, string? Name, string? Language, string? TimeZone);

    internal sealed record SignInForm(string? Email, string? Password, string? ReturnUrl);

    internal sealed record SignOutForm(string? ReturnUrl);
}
