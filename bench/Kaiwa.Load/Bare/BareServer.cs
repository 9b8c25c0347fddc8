using System.Globalization;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Load.Bare;

/// <summary>The yardstick: claims, HTTP, statuses, nothing else. Everything the product adds is measured against this.</summary>
internal sealed class BareServer : IDisposable
{
    private const int Senders = 96;
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly IBareStore store;
    private readonly BareWriter writer;
    private readonly Channel<BareJob> jobs = Channel.CreateUnbounded<BareJob>();
    private readonly HttpClient meta;

    private BareServer(IBareStore store, Uri metaAddress)
    {
        this.store = store;
        meta = BareHost.Client(metaAddress, Senders);
        writer = new BareWriter(store, job => jobs.Writer.TryWrite(job), 1000);
    }

    public static async Task<int> RunAsync(string engine, string database, string metaAddress)
    {
        using IBareStore opened = string.Equals(engine, "sqlite", StringComparison.Ordinal) ? new SqliteBareStore(database) : new PostgresBareStore(database);
        using var server = new BareServer(opened, new Uri(metaAddress));
        new Thread(server.writer.Run) { IsBackground = true, Name = "writer" }.Start();
        for (var i = 0; i < Senders; i++)
        {
            _ = Task.Run(server.SendAsync);
        }

        await BareHost.ServeAsync(server.HandleAsync);
        return 0;
    }

    public void Dispose()
    {
        writer.Dispose();
        meta.Dispose();
    }

    private async Task SendAsync()
    {
        var path = new Uri($"/v23.0/{BareWire.PhoneNumberId}/messages", UriKind.Relative);
        await foreach (var job in jobs.Reader.ReadAllAsync())
        {
            using var content = new ByteArrayContent(BareWire.Message(job));
            content.Headers.ContentType = Json;
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer bare");
            using var answer = await meta.SendAsync(request);
            var wamid = BareWire.ReadWamid(await answer.Content.ReadAsByteArrayAsync());
            writer.Accepted(new BareAccepted(job.MessageId, wamid ?? "none"));
        }
    }

    private Task HandleAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/webhooks/whatsapp/bare" => ReceiveAsync(context),
        "/seed" => AnswerAsync(context, () => { store.Seed(int.Parse(context.Request.Query["count"]!, CultureInfo.InvariantCulture)); return 0; }),
        "/resume" => AnswerAsync(context, () => { writer.Resume(); return 0; }),
        "/finished" => AnswerAsync(context, store.CountFinished),
        _ => AnswerAsync(context, () => -1),
    };

    private async Task ReceiveAsync(HttpContext context)
    {
        var header = context.Request.Headers[BareWire.SignatureHeader].ToString();
        var (valid, status) = await BareWire.ReadBodyAsync(context.Request.BodyReader, (int)context.Request.ContentLength!.Value, body =>
        {
            var fine = BareWire.Verify(body, header) & BareWire.TryReadStatus(body, out var read);
            return (fine, read);
        });
        if (!valid)
        {
            context.Response.StatusCode = 401;
            return;
        }

        await writer.StatusAsync(status);
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
    }

    // Seeding and counting share the writer's connection: the driver calls them only while nothing is queued.
    private static Task AnswerAsync(HttpContext context, Func<long> work) => context.Response.WriteAsync(work().ToString(CultureInfo.InvariantCulture));
}
