namespace Kaiwa.Load.Processes;

/// <summary>Where the checkout is.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kaiwa.slnx")))
            {
                return folder.FullName;
            }
        }

        // Built with an artifacts folder elsewhere: then the checkout is where we were started.
        return Environment.CurrentDirectory;
    }
}
