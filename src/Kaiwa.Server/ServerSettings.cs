namespace Kaiwa.Server;

/// <summary>What the command line says of a server.</summary>
internal sealed record ServerSettings
{
    public bool Demo { get; init; }

    public string? Urls { get; init; }

    public string? Data { get; init; }

    /// <summary><c>sqlite</c> or a PostgreSQL connection string.</summary>
    public string? Database { get; init; }

    /// <summary>Where to write what a program needs; implies <see cref="Demo"/>.</summary>
    public string? Credentials { get; init; }

    /// <summary>A simulator in another process instead of our own; implies <see cref="Demo"/>.</summary>
    public Uri? Simulator { get; init; }

    /// <summary>Nothing but warnings on the terminal: something else is drawn there.</summary>
    public bool Quiet { get; init; }

    public bool IsDemo => Demo || Credentials is not null || Simulator is not null;

    public bool MountsSimulator => IsDemo && Simulator is null;
}
