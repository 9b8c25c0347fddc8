using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.Numbers;

namespace Kaiwa.Console.Webhooks;

/// <summary>The shop's webhooks: which programs hear of what, and what they have not taken.</summary>
public sealed class WebhooksState(IWebhookRelay relay, INumbers numbers, Session session)
{
    public IReadOnlyList<WebhookView> Rows { get; private set; } = [];

    public IReadOnlyList<NumberRow> Numbers { get; private set; } = [];

    public bool IsLoading { get; private set; } = true;

    /// <summary>Addresses and secrets are for those who administer.</summary>
    public bool IsAllowed { get; private set; } = true;

    /// <summary>The webhook just made; its secret is shown once.</summary>
    public NewWebhook? Made { get; private set; }

    /// <summary>What the open webhook gave up, newest first.</summary>
    public IReadOnlyList<WebhookDelivery> Dead { get; private set; } = [];

    public Id<RelaySubscription>? Open { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        IsAllowed = actor.May(Permissions.Administer);
        if (IsAllowed)
        {
            Rows = await relay.ListAsync(actor);
            Numbers = await numbers.ListAsync(actor);
        }

        IsLoading = false;
    }

    public async Task<Problem?> CreateAsync(WebhookChange wish)
    {
        var made = await relay.CreateAsync(await session.ActorAsync(), wish);
        if (made.Problem is { } problem)
        {
            return problem;
        }

        Made = made.Value;
        await LoadAsync();
        return null;
    }

    /// <summary>The secret was stored; it is not shown again.</summary>
    public void Forget() => Made = null;

    public async Task<Problem?> SwitchAsync(WebhookView webhook) => await ThenLoadAsync((await relay.ChangeAsync(await session.ActorAsync(), webhook.Id, new WebhookChange { Enabled = !webhook.Enabled })).Problem);

    public async Task<Problem?> DeleteAsync(WebhookView webhook) => await ThenLoadAsync((await relay.DeleteAsync(await session.ActorAsync(), webhook.Id)).Problem);

    public async Task<Result<WebhookTest>> TestAsync(WebhookView webhook) => await relay.TestAsync(await session.ActorAsync(), webhook.Id);

    /// <summary>Shows or hides what a webhook has not delivered.</summary>
    public async Task ToggleAsync(WebhookView webhook)
    {
        Open = Open == webhook.Id ? null : webhook.Id;
        if (Open is not null)
        {
            await LoadDeadAsync(webhook.Id);
        }
    }

    public async Task<Problem?> RedeliverAsync(WebhookView webhook, Redelivery what)
    {
        var problem = (await relay.RedeliverAsync(await session.ActorAsync(), webhook.Id, what)).Problem;
        if (problem is null)
        {
            await LoadDeadAsync(webhook.Id);
        }

        return await ThenLoadAsync(problem);
    }

    private async Task LoadDeadAsync(Id<RelaySubscription> id)
    {
        var page = await relay.DeliveriesAsync(await session.ActorAsync(), id, WebhookDeliveryState.Dead);
        Dead = page.Problem is null ? page.Value.Items : [];
    }

    private async Task<Problem?> ThenLoadAsync(Problem? problem)
    {
        await LoadAsync();
        return problem;
    }
}
