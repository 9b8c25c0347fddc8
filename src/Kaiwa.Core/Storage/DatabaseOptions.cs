using System.ComponentModel.DataAnnotations;

namespace Kaiwa.Core.Storage;

/// <summary>Where the data lies. Section <c>Kaiwa:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>sqlite</c> (a file in the data folder) or a PostgreSQL connection string.</summary>
    [Required]
    public string Connection { get; set; } = "sqlite";

    /// <summary>Folder for the SQLite file, media and keys.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Bring the schema up to date on start. The default with SQLite.</summary>
    public bool? AutoMigrate { get; set; }

    internal Engine Engine => string.Equals(Connection, "sqlite", StringComparison.OrdinalIgnoreCase) ? Engine.Sqlite : Engine.Postgres;

    internal bool MigratesOnStart => AutoMigrate ?? Engine == Engine.Sqlite;
}
