using System.ComponentModel.DataAnnotations;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kaiwa.Server;

/// <summary>Section <c>Kaiwa:Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The share of requests that are traced, from 0 to 1.</summary>
    [Range(0, 1)]
    public double SampleRatio { get; set; } = 0.01;

    /// <summary>Where to send traces and metrics by OTLP; nothing is sent unless set here or in OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Serve metrics for Prometheus at /metrics.</summary>
    public bool Prometheus { get; set; } = true;
}

/// <summary>Traces and metrics by OpenTelemetry.</summary>
internal static class ServerTelemetry
{
    private static readonly string[] Meters = ["Kaiwa.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql"];

    public static WebApplicationBuilder AddServerTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Kaiwa:Telemetry").Get<TelemetryOptions>() ?? new TelemetryOptions();
        var endpoint = options.OtlpEndpoint ?? (Uri.TryCreate(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var fromEnvironment) ? fromEnvironment : null);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("kaiwa"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (options.Prometheus)
            {
                metrics.AddPrometheusExporter();
            }
        });
        telemetry.WithTracing(traces => traces
            .AddSource("Kaiwa.*", "Microsoft.AspNetCore", "Npgsql")
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(options.SampleRatio, 0, 1)))));
        if (endpoint is not null)
        {
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, endpoint);
        }

        return builder;
    }

    public static void MapServerTelemetry(this WebApplication app)
    {
        if (app.Configuration.GetValue("Kaiwa:Telemetry:Prometheus", true))
        {
            app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        }
    }
}
