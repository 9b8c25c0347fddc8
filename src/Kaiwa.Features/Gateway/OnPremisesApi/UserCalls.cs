using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Login, logout and users.</summary>
internal sealed class UserCalls(ProgramUsers users, LoginLimit limit)
{
    /// <summary>Takes Basic instead of a token. The body may be missing, empty, or hold <c>new_password</c>.</summary>
    public async Task<IResult> Login(HttpContext http, Number number)
    {
        if (Credentials(http.Request.Headers.Authorization.ToString()) is not { } given)
        {
            return OnPremisesError.Credentials().ToHttp();
        }

        if (await ProgramCall.ObjectAsync(http) is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (limit.IsSpent(http.Connection.RemoteIpAddress))
        {
            return OnPremisesError.Throttled("Too many wrong logins from this address. Wait a minute.").ToHttp();
        }

        var result = await users.LoginAsync(number, given.Name, given.Password, body.Text("new_password"), http.RequestAborted);
        if (result.Error is { Code: OnPremisesError.Denied })
        {
            limit.CountWrong(http.Connection.RemoteIpAddress);
        }

        return result.Error is { } error
            ? error.ToHttp()
            : OnPremisesAnswers.One("users", new JsonObject { ["token"] = result.Token, ["expires_after"] = OnPremisesAnswers.WireDate(result.ExpiresAt) });
    }

    public async Task<IResult> Logout(ProgramCall call)
    {
        await users.LogoutAsync(call.Number, call.Caller, call.Aborted);
        return OnPremisesAnswers.Ok();
    }

    public async Task<IResult> Create(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("username") is not { } name || body.Text("password") is not { } password)
        {
            return OnPremisesError.Lacks(body.Text("username") is null ? "username" : "password").ToHttp();
        }

        return await users.CreateAsync(call.Number, call.Caller, name, password, call.Aborted) is { } refusal ? refusal.ToHttp() : Named(name, StatusCodes.Status201Created);
    }

    public async Task<IResult> Read(ProgramCall call)
    {
        if (!MayTouch(call))
        {
            return OnPremisesError.NotAllowed().ToHttp();
        }

        return await users.ReadAsync(call.Number, call.Path[0], call.Aborted) is { } user
            ? OnPremisesAnswers.One("users", new JsonObject { ["username"] = user.Name, ["ROLES"] = user.IsAdmin ? "ROLE_ADMIN" : "ROLE_USER" })
            : OnPremisesError.Unknown("unknown user").ToHttp();
    }

    public async Task<IResult> SetPassword(ProgramCall call)
    {
        if (!MayTouch(call))
        {
            return OnPremisesError.NotAllowed().ToHttp();
        }

        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("password") is not { } password)
        {
            return OnPremisesError.Lacks("password").ToHttp();
        }

        return await users.SetPasswordAsync(call.Number, call.Caller, call.Path[0], password, call.Aborted) is { } refusal ? refusal.ToHttp() : Named(call.Path[0]);
    }

    public async Task<IResult> Delete(ProgramCall call) =>
        await users.DeleteAsync(call.Number, call.Caller, call.Path[0], call.Aborted) is { } refusal ? refusal.ToHttp() : Named(call.Path[0]);

    // Everybody may look at and change their own.
    private static bool MayTouch(ProgramCall call) => call.Caller.IsAdmin || call.Caller.Name == call.Path[0];

    private static IResult Named(string name, int status = StatusCodes.Status200OK) => OnPremisesAnswers.One("users", new JsonObject { ["username"] = name }, status);

    private static (string Name, string Password)? Credentials(string header)
    {
        var bytes = new byte[512];
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (pair[..colon], pair[(colon + 1)..]);
    }
}
