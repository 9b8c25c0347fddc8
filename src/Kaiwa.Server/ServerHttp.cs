using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kaiwa.Server;

/// <summary>Limits of the listener and the headers of every page.</summary>
internal static class ServerHttp
{
    private const long LargestBody = 32 * 1024 * 1024; // imports and uploads set their own

    public static WebApplicationBuilder AddServerHttp(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        });
        builder.Services.AddProblemDetails();
        return builder;
    }

    /// <summary>Pages and our API get the security headers; machines that post (webhooks, programs) have no use for them.</summary>
    public static WebApplication UseServerSecurity(this WebApplication app)
    {
        var policies = new HeaderPolicyCollection()
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsSameOrigin()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddCustomHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                csp.AddScriptSrc().Self();
                csp.AddStyleSrc().Self().UnsafeInline(); // MudBlazor sets inline styles
                csp.AddImgSrc().Self().Data().Blob();
                csp.AddMediaSrc().Self().Blob();
                csp.AddFontSrc().Self().Data();
                csp.AddConnectSrc().Self().From("ws:").From("wss:");
                csp.AddFrameAncestors().Self();
                csp.AddBaseUri().Self();
                csp.AddFormAction().Self();
                csp.AddObjectSrc().None();
            });
        app.UseWhen(context => !IsMachine(context.Request.Path), pages =>
        {
            pages.UseExceptionHandler();
            pages.UseSecurityHeaders(policies);
        });
        return app;
    }

    private static bool IsMachine(PathString path) =>
        path.Value is ['/', var first, ..] && (char.IsAsciiDigit(first) || path.StartsWithSegments("/webhooks", StringComparison.Ordinal) || path.StartsWithSegments("/onprem", StringComparison.Ordinal) || (first == 'v' && path.Value.Length > 2 && char.IsAsciiDigit(path.Value[2])));
}
