using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Numbers;

public sealed record MetaApp(Id<MetaApp> Id, string AppKey, string MetaId, byte[] Secret, byte[]? PreviousSecret, string VerifyToken);

public sealed record Portfolio(Id<Portfolio> Id, string MetaId, string Name, long? CustomerLimit, int UtilityShare);

public sealed record Waba(Id<Waba> Id, Id<Workspace> Workspace, string MetaId, string Name, Portfolio Portfolio, IReadOnlySet<Id<MetaApp>> Apps);

/// <summary>A business phone number with everything that sending and receiving need to know of it.</summary>
public sealed record Number(
    Id<Number> Id,
    Workspace Workspace,
    Waba Waba,
    string MetaId,
    string Display,
    string VerifiedName,
    int Pace,
    string? Restricted,
    string? Alarm,
    Uri BaseAddress,
    string Token);
