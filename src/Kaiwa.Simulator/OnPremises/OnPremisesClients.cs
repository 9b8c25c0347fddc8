using System.Collections.Concurrent;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>The self-hosted clients of the world's numbers. A number has one from the first call to it on.</summary>
internal sealed class OnPremisesClients(Platform platform) : IDisposable
{
    public const string Kind = "onprem";
    private readonly ConcurrentDictionary<long, OnPremisesClient> clients = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = platform.Options.WebhookTimeout };

    public OnPremisesClient Of(BusinessNumber number) => clients.GetOrAdd(number.Key, _ =>
    {
        var client = new OnPremisesClient(platform, number, platform.Documents.Find(Kind, number.Id)?.Read() ?? OnPremisesClient.New());
        number.Callbacks = new CallbackSender(platform, client, http);
        return client;
    });

    /// <summary>Those of an earlier life, before anything is told again.</summary>
    public void Restore()
    {
        foreach (var document in platform.Documents.All(Kind))
        {
            if (platform.Meta.Number(document.Id) is { } number)
            {
                Of(number);
            }
        }
    }

    /// <summary>Forgets the callbacks that wait; users and settings stay.</summary>
    public void Clear()
    {
        foreach (var client in clients.Values)
        {
            client.Number.Callbacks?.Clear();
        }
    }

    public void Dispose() => http.Dispose();
}
