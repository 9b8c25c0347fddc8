using System.CommandLine;

namespace Kaiwa.Server.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Urls { get; } = new("--urls") { Description = "Addresses to listen on, separated by semicolons." };

    public static Option<string?> Data { get; } = new("--data") { Description = "Folder for the database file, media, keys and the simulator. Default: data." };

    public static Option<string?> Database { get; } = new("--database") { Description = "`sqlite` (default) or a PostgreSQL connection string." };

    public static Option<string?> Credentials { get; } = new("--credentials") { Description = "Write what a program needs (addresses, keys, password) into this file, mode 0600, when ready. Implies --demo." };

    public static Option<bool> Demo { get; } = new("--demo") { Description = "Mount the simulator of Meta and make the demo shop." };

    public static Option<Uri?> Simulator { get; } = Address("--simulator", "Connect the demo shop to a simulator of its own (`kaiwa simulate`) instead of mounting one. Implies --demo.");

    public static ServerSettings Settings(ParseResult parsed) => new()
    {
        Demo = parsed.GetValue(Demo),
        Urls = parsed.GetValue(Urls),
        Data = parsed.GetValue(Data),
        Database = parsed.GetValue(Database),
        Credentials = parsed.GetValue(Credentials),
        Simulator = parsed.GetValue(Simulator),
    };

    /// <summary>An option that takes an address of the web.</summary>
    public static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https"))
            {
                return uri;
            }

            result.AddError($"{name} takes an address such as http://localhost:5081, not {text}.");
            return null;
        },
    };
}
