using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Numbers;

/// <summary>Registration and routes of the numbers feature.</summary>
public static class NumbersFeature
{
    public static IServiceCollection AddNumbers(this IServiceCollection services) => services.AddSingleton<NumberUseStore>().AddSingleton<INumbers, NumbersDoor>();

    public static void MapNumbers(this IEndpointRouteBuilder app)
    {
        var numbers = app.MapGroup("/api/v1/numbers").WithTags("Numbers").RequirePermission(Permissions.Read);
        numbers.MapGet("/", (Actor actor, INumbers door, CancellationToken ct) => door.ListAsync(actor, ct));
    }
}

internal sealed class NumbersDoor(NumberDirectory directory, NumberUseStore use) : INumbers
{
    public async Task<IReadOnlyList<NumberRow>> ListAsync(Actor actor, CancellationToken ct = default)
    {
        var rows = (await use.OfAsync(actor.Workspace, ct)).ToDictionary(row => row.Id);
        return directory.Of(actor.Workspace).Select(number => Row(number, rows.GetValueOrDefault(number.Id))).ToList();
    }

    // The directory may be a moment behind: what changes by itself is read from the rows.
    private static NumberRow Row(Number number, NumberUse? use) => new()
    {
        Id = number.Id,
        Display = number.Display,
        VerifiedName = number.VerifiedName,
        MetaId = number.MetaId,
        WabaMetaId = number.Waba.MetaId,
        Pace = number.Pace,
        Alarm = use is null ? number.Alarm : use.Alarm,
        Restricted = use is null ? number.Restricted : use.Restricted,
        PortfolioLimit = number.Waba.Portfolio.CustomerLimit,
        PortfolioUsed = use?.Used ?? 0,
    };
}

/// <summary>What changes by itself on a number.</summary>
internal sealed class NumberUseStore(Database database)
{
    private const string Select = """
        SELECT n.id, n.alarm, n.restricted, p.used FROM phone_number n
        JOIN waba w ON w.id = n.waba_id JOIN portfolio p ON p.id = w.portfolio_id
        WHERE n.workspace_id = @workspace
        """;

    public Task<IReadOnlyList<NumberUse>> OfAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<NumberUse>(Select, new { workspace }, ct);
}

internal sealed record NumberUse
{
    public required Id<Number> Id { get; init; }

    public string? Alarm { get; init; }

    public string? Restricted { get; init; }

    public long Used { get; init; }
}
