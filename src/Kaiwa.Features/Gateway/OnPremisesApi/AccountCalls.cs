using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Registration and shards. A number that Kaiwa serves is registered with Meta's cloud already.</summary>
internal sealed class AccountCalls(SettingsStore settings)
{
    private static readonly int[] Shards = [1, 2, 4, 8, 16, 32];

    /// <summary>201 says what is true: there is nothing more to do.</summary>
    public Task<IResult> Register(ProgramCall call) => Task.FromResult(OnPremisesAnswers.Created());

    /// <summary>No code was sent, so any is the right one.</summary>
    public async Task<IResult> Verify(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        return body.Text("code") is { Length: > 0 } ? OnPremisesAnswers.Created() : OnPremisesError.Lacks("code").ToHttp();
    }

    public async Task<IResult> ReadShards(ProgramCall call) => OnPremisesAnswers.Ok(Account((await settings.ReadAsync(call.Number, call.Aborted)).Shards));

    /// <summary>Kept and shown. Meta's cloud scales by itself.</summary>
    public async Task<IResult> SetShards(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (!int.TryParse(body.Text("shards"), System.Globalization.CultureInfo.InvariantCulture, out var shards) || !Shards.Contains(shards))
        {
            return OnPremisesError.Invalid("shards must be 1, 2, 4, 8, 16 or 32").ToHttp();
        }

        await settings.ChangeAsync(call.Number, now => now with { Shards = shards }, call.Aborted);
        return OnPremisesAnswers.Created(Account(shards));
    }

    private static JsonObject Account(int shards) => new() { ["account"] = new JsonObject { ["shards"] = shards } };
}
