using System.Net;
using System.Text;
using Kaiwa.WhatsApp.Cloud;

namespace Kaiwa.Tests.WhatsApp.Cloud;

/// <summary>Answers in a fixed order and keeps what it was asked.</summary>
internal sealed class FakeMeta : HttpMessageHandler
{
    private readonly Func<CancellationToken, Task<HttpResponseMessage>> answer;

    public FakeMeta(int httpStatus, params string[] bodies)
        : this(NextOf(httpStatus, bodies))
    {
    }

    public FakeMeta(Func<CancellationToken, Task<HttpResponseMessage>> answer, TimeSpan? timeout = null)
    {
        this.answer = answer;
        Client = new CloudApiClient(new HttpClient(this), new CloudApiOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) });
    }

    public CloudApiClient Client { get; }

    public List<string> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    public List<string?> Authorizations { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri}");
        Authorizations.Add(request.Headers.Authorization?.ToString());
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return await answer(cancellationToken);
    }

    private static Func<CancellationToken, Task<HttpResponseMessage>> NextOf(int httpStatus, string[] bodies)
    {
        var next = 0;
        return _ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)httpStatus)
        {
            Content = new StringContent(bodies[Math.Min(next++, bodies.Length - 1)], Encoding.UTF8, "application/json"),
        });
    }
}
