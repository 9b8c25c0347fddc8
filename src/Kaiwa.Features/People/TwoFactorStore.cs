using Kaiwa.Core.Storage;

namespace Kaiwa.Features.People;

/// <summary>Secrets of authenticator apps and recovery codes. They belong to a person, whatever their workspace.</summary>
internal sealed class TwoFactorStore(Database database, TimeProvider time)
{
    private const string Select = "SELECT secret, confirmed_at, last_step, (SELECT count(*) FROM recovery_code r WHERE r.user_id = two_factor.user_id AND r.used_at IS NULL) AS codes_left FROM two_factor WHERE user_id = @user -- all workspaces: a person's own";
    private const string Upsert = """
        INSERT INTO two_factor (user_id, secret) VALUES (@user, @secret)
        ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE two_factor.confirmed_at IS NULL -- all workspaces: a person's own
        """;

    private const string UpdateConfirmed = "UPDATE two_factor SET confirmed_at = @now, last_step = @step WHERE user_id = @user AND confirmed_at IS NULL -- all workspaces: a person's own";
    private const string UpdateStep = "UPDATE two_factor SET last_step = @step WHERE user_id = @user AND confirmed_at IS NOT NULL AND last_step < @step -- all workspaces: a person's own";
    private const string UpdateUsed = "UPDATE recovery_code SET used_at = @now WHERE user_id = @user AND hash = @hash AND used_at IS NULL -- all workspaces: a person's own";
    private const string InsertCode = "INSERT INTO recovery_code (user_id, hash) VALUES (@user, @hash) -- all workspaces: a person's own";
    private const string DeleteCodes = "DELETE FROM recovery_code WHERE user_id = @user -- all workspaces: a person's own";
    private const string Delete = "DELETE FROM two_factor WHERE user_id = @user -- all workspaces: a person's own";

    public Task<TwoFactorRow?> FindAsync(Id<User> user, CancellationToken ct) => database.FirstAsync<TwoFactorRow>(Select, new { user }, ct);

    public Task BeginAsync(UnitOfWork unit, Id<User> user, byte[] secret) => unit.ExecuteAsync(Upsert, new { user, secret });

    public async Task<bool> ConfirmAsync(UnitOfWork unit, Id<User> user, long step, IEnumerable<byte[]> recovery)
    {
        if (await unit.ExecuteAsync(UpdateConfirmed, new { user, step, now = time.GetUtcNow() }) == 0)
        {
            return false;
        }

        await ReplaceCodesAsync(unit, user, recovery);
        return true;
    }

    public async Task ReplaceCodesAsync(UnitOfWork unit, Id<User> user, IEnumerable<byte[]> recovery)
    {
        await unit.ExecuteAsync(DeleteCodes, new { user });
        foreach (var hash in recovery)
        {
            await unit.ExecuteAsync(InsertCode, new { user, hash });
        }
    }

    /// <summary>False when that step, or a later one, was used before.</summary>
    public async Task<bool> UseStepAsync(UnitOfWork unit, Id<User> user, long step) => await unit.ExecuteAsync(UpdateStep, new { user, step }) > 0;

    public async Task<bool> UseCodeAsync(UnitOfWork unit, Id<User> user, byte[] hash) => await unit.ExecuteAsync(UpdateUsed, new { user, hash, now = time.GetUtcNow() }) > 0;

    public async Task RemoveAsync(UnitOfWork unit, Id<User> user)
    {
        await unit.ExecuteAsync(DeleteCodes, new { user });
        await unit.ExecuteAsync(Delete, new { user });
    }
}

internal sealed record TwoFactorRow
{
    public required byte[] Secret { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public required long LastStep { get; init; }

    public required long CodesLeft { get; init; }
}
