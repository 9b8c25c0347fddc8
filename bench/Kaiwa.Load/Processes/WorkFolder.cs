namespace Kaiwa.Load.Processes;

/// <summary>A folder outside the checkout for data and logs, gone afterwards unless KAIWA_BENCH_KEEP is set.</summary>
internal sealed class WorkFolder : IDisposable
{
    public WorkFolder(string purpose)
    {
        // Not CreateTempSubdirectory: the database's own user must be able to enter.
        Path = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kaiwa-bench-{purpose}-{Environment.ProcessId}-{Random.Shared.Next(0x10000):x4}")).FullName;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("KAIWA_BENCH_KEEP") is null)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
