namespace Kaiwa.Server;

/// <summary>Structured logs: JSON lines in production, short lines for people in a demo. Never message text, never tokens.</summary>
internal static class ServerLogging
{
    public static WebApplicationBuilder AddServerLogging(this WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.Logging.ClearProviders();
        if (settings.Quiet)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Logging.AddFilter("Kaiwa", LogLevel.Error);
        }

        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        if (settings.IsDemo || builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
                console.IncludeScopes = true;
            });
        }

        return builder;
    }
}
