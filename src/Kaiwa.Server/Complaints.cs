using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kaiwa.Server;

/// <summary>Runs a command and says what went wrong as a sentence: exit 0 well, 1 not well, 2 called wrongly.</summary>
internal static class Complaints
{
    public const int Wrongly = 2;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await System.Console.Error.WriteLineAsync($"{error.Message} See `kaiwa --help`.");
            }

            return Wrongly;
        }

        try
        {
            // The host stops by itself on SIGINT and SIGTERM, and takes its time over it.
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await System.Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>The sentence for a failure that a person can do something about; null for a bug, which keeps its stack.</summary>
    internal static string? Sentence(Exception exception) => exception switch
    {
        AggregateException { InnerException: { } inner } => Sentence(inner),
        CommandException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Another program listens there: stop it, or choose another address with --urls.",
        IOException { InnerException: SocketException } => $"{exception.Message} Choose another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } => $"The server cannot listen there: {exception.Message}. Choose another address with --urls.",
        FormatException when exception.Message.Contains("URL", StringComparison.OrdinalIgnoreCase) => $"--urls cannot be read: {exception.Message} Write it as http://localhost:5080.",
        OptionsValidationException options => $"The configuration is not valid: {string.Join(" ", options.Failures)} Mend appsettings.json or the Kaiwa__… variables.",
        NpgsqlException => $"PostgreSQL cannot be reached or refused us: {exception.Message}. Check --database and that the server runs.",
        ArgumentException { ParamName: null or "connectionString" } when exception.StackTrace?.Contains("ConnectionStringBuilder", StringComparison.Ordinal) == true =>
            $"--database is neither `sqlite` nor a PostgreSQL connection string: {exception.Message}",
        UnauthorizedAccessException => $"{exception.Message} Give this user the right to it, or choose another folder with --data.",
        InvalidOperationException when exception.Message.Contains("kaiwa migrate", StringComparison.Ordinal) || exception.Message.StartsWith("The database", StringComparison.Ordinal)
            || exception.Message.StartsWith("KAIWA_", StringComparison.Ordinal) => exception.Message,
        _ => null,
    };
}

/// <summary>A command cannot do its work, for the reason given.</summary>
internal sealed class CommandException(string message) : Exception(message);
