using Kaiwa.Core.Numbers;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.GraphApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// The On-Premises API under <c>/onprem/{number}/v1/…</c>, 360dialog's flavour under <c>/360/{number}/v1/…</c>, its second API, which is the Cloud's, under <c>/360-v2/{number}/…</c>, and the default number under bare <c>/v1/…</c>.
/// Paths are taken apart here: programs put slashes where they like.
/// </summary>
internal sealed class OnPremisesEndpoints(
    NumberDirectory numbers, Routes routes, UserCalls users, Dialog360CloudCalls cloud, ProgramUsers tokens, ApiKeys keys, CallLimit limit, RequestCounts counts, IOptions<OnPremisesOptions> options, TimeProvider time)
{
    private readonly Route[] own = [.. routes.All];
    private readonly Route[] at360 = [.. routes.All, .. routes.Only360];
    private readonly Route[] atCloud360 = [.. routes.OnlyCloud360];

    private enum Flavour
    {
        Own,
        Dialog360,
        Dialog360Cloud,
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.Map("/onprem/{number}/{**rest}", context => AnswerAsync(context, Flavour.Own)).AllowAnonymous();
        app.Map("/360/{number}/{**rest}", context => AnswerAsync(context, Flavour.Dialog360)).AllowAnonymous();
        app.Map("/360-v2/{number}/{**rest}", context => AnswerAsync(context, Flavour.Dialog360Cloud)).AllowAnonymous();
        app.Map("/v1/{**bare}", context => AnswerAsync(context, Flavour.Own)).AllowAnonymous();
    }

    private static async Task AnswerAsync(HttpContext context, Flavour flavour)
    {
        var api = context.RequestServices.GetRequiredService<OnPremisesEndpoints>();
        var answer = await api.Handle(context, flavour);
        await answer.ExecuteAsync(context);
    }

    private async Task<IResult> Handle(HttpContext context, Flavour flavour)
    {
        var bare = context.Request.RouteValues["bare"] as string;
        var parts = ((bare is null ? context.Request.RouteValues["rest"] as string : "v1/" + bare) ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Find(context.Request.RouteValues["number"] as string ?? options.Value.DefaultNumber) is not { } number)
        {
            return flavour == Flavour.Own ? OnPremisesError.Credentials().ToHttp() : Dialog360Calls.BadKey();
        }

        if (parts is not ["v1", .. var path])
        {
            return flavour == Flavour.Dialog360Cloud ? await ServeCloudAsync(context, number, parts)
                : flavour == Flavour.Own && parts is ["metrics"] ? await ServeAsync(context, number, ["metrics"], flavour) : NotServed(context);
        }

        return flavour == Flavour.Own && path is ["users", "login"] && HttpMethods.IsPost(context.Request.Method) ? await LoginAsync(context, number) : await ServeAsync(context, number, path, flavour);
    }

    private async Task<IResult> LoginAsync(HttpContext context, Number number) =>
        limit.Takes(number, send: false) ? await users.Login(context, number) : OnPremisesError.Throttled("Too many calls").ToHttp();

    private async Task<IResult> ServeAsync(HttpContext context, Number number, string[] path, Flavour flavour)
    {
        var is360 = flavour != Flavour.Own;
        var caller = is360 ? await Of360Async(context, number) : await OfHeaderAsync(context, number, isMonitor: Array.Exists(own, one => one.Role == Role.Monitor && one.Fits(path)));
        if (caller is null)
        {
            return is360 ? Dialog360Calls.BadKey() : OnPremisesError.Credentials().ToHttp();
        }

        var known = flavour switch { Flavour.Own => own, Flavour.Dialog360 => at360, _ => atCloud360 };
        if (Array.Find(known, one => one.Method == context.Request.Method && one.Fits(path)) is not { } route)
        {
            return Array.Exists(known, one => one.Fits(path)) ? new OnPremisesError(405, OnPremisesError.InvalidRequest, $"{context.Request.Method} is not served here").ToHttp() : NotServed(context);
        }

        if (is360 && !route.At360)
        {
            return Dialog360Calls.Blocked(context.Request.Path);
        }

        if (!caller.IsAdmin && (route.Role == Role.Admin || (route.Role == Role.Settings && options.Value.StrictRoles && !is360)))
        {
            return OnPremisesError.NotAllowed().ToHttp();
        }

        if (!limit.Takes(number, send: ReferenceEquals(route, own[0])))
        {
            return OnPremisesError.Throttled("Too many calls: slow down and try again").ToHttp();
        }

        var names = route.Path.Zip(path).Where(pair => pair.First == "*").Select(pair => pair.Second).ToArray();
        var started = time.GetTimestamp();
        try
        {
            return new CountedResult(await route.Handle(new ProgramCall(context, number, caller, names)), status => counts.Add(number.Id, route.Name, status, time.GetElapsedTime(started)));
        }
        catch (BadHttpRequestException e)
        {
            return new OnPremisesError(e.StatusCode, OnPremisesError.InvalidRequest, e.Message).ToHttp();
        }
    }

    private async Task<IResult> ServeCloudAsync(HttpContext context, Number number, string[] path) =>
        await Of360Async(context, number) is not { } caller ? Dialog360Calls.BadKey()
        : !limit.Takes(number, send: path is ["messages"]) ? GraphErrors.Of(130429, "Too many calls: slow down and try again").ToHttp()
        : await cloud.Handle(new ProgramCall(context, number, caller, path));

    private static IResult NotServed(HttpContext context) => OnPremisesError.Unknown($"{context.Request.Method} {context.Request.Path} is not served").ToHttp();

    /// <summary>By Meta's id of the number, or by its digits.</summary>
    private Number? Find(string key) => key.Length == 0 ? null
        : numbers.FindByMetaId(key) ?? numbers.Numbers.Where(number => IsDisplay(number.Display, key)).OrderBy(number => number.Id).FirstOrDefault();

    private static bool IsDisplay(string display, ReadOnlySpan<char> digits)
    {
        foreach (var letter in display)
        {
            if (char.IsAsciiDigit(letter))
            {
                if (digits.IsEmpty || digits[0] != letter)
                {
                    return false;
                }

                digits = digits[1..];
            }
        }

        return digits.IsEmpty;
    }

    private async ValueTask<Caller?> OfHeaderAsync(HttpContext context, Number number, bool isMonitor)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return await tokens.FindAsync(number, header["Bearer ".Length..].Trim(), context.RequestAborted);
        }

        return isMonitor && header.StartsWith("Apikey ", StringComparison.OrdinalIgnoreCase) && await keys.FindAsync(header["Apikey ".Length..].Trim(), context.RequestAborted) is { } actor
            && actor.Workspace == number.Workspace.Id && actor.May(Permissions.Read)
                ? new Caller(actor, actor.Name, IsAdmin: false, null)
                : null;
    }

    private async ValueTask<Caller?> Of360Async(HttpContext context, Number number) =>
        context.Request.Headers["D360-API-KEY"].ToString() is { Length: > 0 } key && await keys.FindAsync(key, context.RequestAborted) is { } actor
        && actor.Workspace == number.Workspace.Id && actor.May(Permissions.Send | Permissions.Read)
            ? new Caller(actor, actor.Name, actor.May(Permissions.Administer), null)
            : null;

    private sealed class CountedResult(IResult inner, Action<int> done) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await inner.ExecuteAsync(httpContext);
            done(httpContext.Response.StatusCode);
        }
    }
}
