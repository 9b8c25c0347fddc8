using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Another result with another status: Meta's body comes with Meta's code.</summary>
internal sealed class StatusResult(IResult inner, int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        return inner.ExecuteAsync(httpContext);
    }
}

internal static class StatusResults
{
    public static IResult WithStatus(this IResult result, int status) => new StatusResult(result, status);
}
