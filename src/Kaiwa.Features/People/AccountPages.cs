using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
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
        account.MapPost("/code", Code).AddEndpointFilter(limit);
        account.MapPost("/invitation", Accept).AddEndpointFilter(limit);
        app.MapPost("/account/workspace", Switch).RequirePermission(Permissions.None).ExcludeFromDescription();
    }

    private static async Task<RedirectHttpResult> SetUp(HttpContext http, [FromForm] SetUpForm form, IPeople people, ISessions sessions, SetupToken token, CancellationToken ct)
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

        await SessionAuthentication.EnterAsync(http, sessions, new SignedIn(result.Value, setUp.Language));
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<RedirectHttpResult> SignIn(HttpContext http, [FromForm] SignInForm form, IPeople people, ISessions sessions, SecondStepAuthentication second, CancellationToken ct)
    {
        var result = await people.BeginSignInAsync(form.Email ?? "", form.Password ?? "", ct);
        return result.Problem is { } problem ? Back("/sign-in", problem, form.ReturnUrl) : await Step(http, result.Value, form.ReturnUrl, sessions, second);
    }

    private static async Task<RedirectHttpResult> Code(HttpContext http, [FromForm] CodeForm form, IPeople people, IInvitations invitations, ISessions sessions, SecondStepAuthentication second, CancellationToken ct)
    {
        if (second.Find(http) is not { } step)
        {
            return Back("/sign-in", PeopleProblems.SecondStepLate, form.ReturnUrl);
        }

        var result = step.Invitation is { } invitation
            ? await invitations.FinishAsync(invitation, step.User, form.Code ?? "", ct)
            : await people.FinishSignInAsync(step.User, form.Code ?? "", ct);
        if (result.Problem is { } problem)
        {
            return Back(problem.Type == PeopleProblems.CodeWrong.Type ? "/sign-in/code" : "/sign-in", problem, form.ReturnUrl);
        }

        SecondStepAuthentication.End(http);
        await SessionAuthentication.EnterAsync(http, sessions, result.Value);
        return TypedResults.LocalRedirect(Local(form.ReturnUrl));
    }

    private static async Task<RedirectHttpResult> Accept(HttpContext http, [FromForm] AcceptForm form, IInvitations invitations, ISessions sessions, SecondStepAuthentication second, CancellationToken ct)
    {
        var result = await invitations.AcceptAsync(form.Token ?? "", form.Name ?? "", form.Password ?? "", form.Language ?? "en", ct);
        return result.Problem is { } problem
            ? TypedResults.LocalRedirect($"/account/invitation?token={Uri.EscapeDataString(form.Token ?? "")}&problem={Uri.EscapeDataString(problem.Store())}")
            : await Step(http, result.Value, "/inbox", sessions, second);
    }

    private static async Task<RedirectHttpResult> Step(HttpContext http, SignInStep step, string? returnUrl, ISessions sessions, SecondStepAuthentication second)
    {
        if (step.SignedIn is { } signedIn)
        {
            await SessionAuthentication.EnterAsync(http, sessions, signedIn);
            return TypedResults.LocalRedirect(Local(returnUrl));
        }

        second.Begin(http, step.Pending!.Value, step.Invitation);
        return TypedResults.LocalRedirect("/sign-in/code?returnUrl=" + Uri.EscapeDataString(Local(returnUrl)));
    }

    private static RedirectHttpResult Back(string page, Problem problem, string? returnUrl) =>
        TypedResults.LocalRedirect($"{page}?problem={Uri.EscapeDataString(problem.Store())}&returnUrl={Uri.EscapeDataString(Local(returnUrl))}");

    private static async Task<RedirectHttpResult> SignOut(HttpContext http, [FromForm] SignOutForm? form, ISessions sessions)
    {
        await SessionAuthentication.LeaveAsync(http, sessions);
        return TypedResults.LocalRedirect(form?.ReturnUrl is { } url ? Local(url) : "/sign-in");
    }

    private static async Task<RedirectHttpResult> Switch(Actor actor, [FromForm] SwitchForm form, ISessions sessions, CancellationToken ct)
    {
        // A workspace that is not theirs leaves them where they are.
        if (Id<Workspace>.TryParse(form.Workspace, null, out var workspace))
        {
            await sessions.SwitchAsync(actor, workspace, ct);
        }

        return TypedResults.LocalRedirect("/inbox");
    }

    // Only a path of our own: "//host" and "/\host" are other people's pages.
    internal static string Local(string? url) => url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";

    internal sealed record SetUpForm(string? Token, string? WorkspaceName, string? Email, string? Password, string? Name, string? Language, string? TimeZone);

    internal sealed record SignInForm(string? Email, string? Password, string? ReturnUrl);

    internal sealed record CodeForm(string? Code, string? ReturnUrl);

    internal sealed record AcceptForm(string? Token, string? Name, string? Password, string? Language);

    internal sealed record SwitchForm(string? Workspace);

    internal sealed record SignOutForm(string? ReturnUrl);
}
