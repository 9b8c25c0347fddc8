using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Pages;

/// <summary>The phones as people know them, at /simulator: plain files from this assembly.</summary>
internal static class PagesApi
{
    private static readonly Dictionary<string, byte[]> Files = Load();

    public static bool TryRoute(HttpContext http, string path, string under, out Task answer)
    {
        answer = Task.CompletedTask;
        if (!path.StartsWith("/simulator", StringComparison.Ordinal) || !HttpMethods.IsGet(http.Request.Method))
        {
            return false;
        }

        if (path == "/simulator")
        {
            http.Response.Redirect("/simulator/", permanent: false, preserveMethod: true);
            return true;
        }

        var name = under is "/" or "" ? "index.html" : under.TrimStart('/');
        if (!Files.TryGetValue(name, out var bytes))
        {
            return false;
        }

        answer = WriteAsync(http, name, bytes);
        return true;
    }

    /// <summary>One of the files.</summary>
    public static byte[] File(string name) => Files[name];

    private static async Task WriteAsync(HttpContext http, string name, byte[] bytes)
    {
        http.Response.ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".png" => "image/png",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' https: http: data:; media-src 'self' https: http:; style-src 'self'; script-src 'self'; frame-ancestors 'self'";
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    private static Dictionary<string, byte[]> Load()
    {
        const string Prefix = "Kaiwa.Simulator.Assets/";
        var assembly = typeof(PagesApi).Assembly;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource);
            if (stream is not null)
            {
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                files[resource[Prefix.Length..]] = bytes;
            }
        }

        return files;
    }
}
