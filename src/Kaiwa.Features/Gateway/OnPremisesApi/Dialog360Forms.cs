using Kaiwa.Core.Numbers;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The form in which the relay speaks to a program of 360dialog's second API: the Cloud's, unsigned, with the headers by which the program knows its caller.</summary>
internal sealed class Dialog360Forms(SettingsStore settings, CloudEnvelope cloud, NumberDirectory numbers)
{
    public async Task<RelayForm> OfAsync(RelaySubscription subscription, CancellationToken ct)
    {
        if (subscription.NumberId is not { } id || numbers.Find(id) is not { } number)
        {
            throw new InvalidOperationException($"The callbacks {subscription.Id} are of no number that is known.");
        }

        return new Form(cloud, ApplicationSettings.Callbacks(await settings.ReadAsync(number, ct)).Headers);
    }

    private sealed class Form(CloudEnvelope cloud, IReadOnlyDictionary<string, string> headers) : CloudForm(cloud)
    {
        public override bool IsSigned => false;

        public override IReadOnlyDictionary<string, string> Headers => headers;
    }
}
