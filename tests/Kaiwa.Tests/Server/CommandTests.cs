using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Kaiwa.Core.Dispatch;
using Kaiwa.Server;
using Kaiwa.Server.Commands;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Connections;

namespace Kaiwa.Tests.Server;

public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kaiwa-command-").FullName;

    [Theory]
    [InlineData("serve --nonsense")]
    [InlineData("dance")]
    [InlineData("demo --recipients 0")]
    [InlineData("demo --recipients 100001")]
    [InlineData("serve --simulator nowhere")]
    [InlineData("simulate --webhook nowhere")]
    public async Task A_wrong_call_ends_with_2(string line) => (await Complaints.RunAsync(Root(), line.Split(' '))).ShouldBe(2);

    [Fact]
    public async Task The_crash_points_are_listed()
    {
        var output = new StringWriter();

        var code = await Root().Parse(["serve", "--crash-points"]).InvokeAsync(new InvocationConfiguration { Output = output });

        code.ShouldBe(0);
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe(CrashPoint.All);
    }

    [Fact]
    public async Task Migrate_does_its_work_once()
    {
        var (first, second) = (new StringWriter(), new StringWriter());

        await Root().Parse(["migrate", "--data", folder]).InvokeAsync(new InvocationConfiguration { Output = first });
        await Root().Parse(["migrate", "--data", folder]).InvokeAsync(new InvocationConfiguration { Output = second });

        first.ToString().ShouldContain("0001_core.sql");
        second.ToString().ShouldContain("nothing was to be done");
    }

    [Fact]
    public async Task The_doctor_of_an_empty_server_says_what_to_do()
    {
        await Root().Parse(["migrate", "--data", folder]).InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null });
        var output = new StringWriter();

        var code = await Root().Parse(["doctor", "--data", folder]).InvokeAsync(new InvocationConfiguration { Output = output });

        code.ShouldBe(1);
        output.ToString().ShouldContain("No phone number is connected.");
    }

    [Fact]
    public async Task The_simulator_runs_alone_and_says_where_its_webhooks_go()
    {
        var output = new StringWriter();
        using var stop = new CancellationTokenSource();
        var credentials = Path.Combine(folder, "shop.json");

        var running = Root().Parse(["simulate", "--urls", "http://127.0.0.1:0", "--data", folder, "--webhook", "http://127.0.0.1:9/webhook", "--credentials", credentials]).InvokeAsync(new InvocationConfiguration { Output = output }, stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(running.IsCompleted || output.ToString().Contains("Webhooks ", StringComparison.Ordinal)), "the simulator's greeting");
        await stop.CancelAsync();

        (await running).ShouldBe(0);
        output.ToString().ShouldContain("Webhooks   http://127.0.0.1:9/webhook");
        (await File.ReadAllTextAsync(credentials)).ShouldContain("appSecret");
    }

    [Fact]
    public async Task A_taken_port_is_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var failure = await Should.ThrowAsync<IOException>(() => KaiwaServer.StartAsync(new ServerSettings { Quiet = true, Urls = url, Data = folder }));

        failure.InnerException.ShouldBeOfType<AddressInUseException>();
        Complaints.Sentence(failure).ShouldNotBeNull().ShouldContain("choose another address with --urls");
    }

    [Fact]
    public async Task A_simulator_that_is_not_there_is_a_sentence()
    {
        var failure = await Should.ThrowAsync<CommandException>(() => KaiwaServer.StartAsync(new ServerSettings
        {
            Quiet = true,
            Urls = "http://127.0.0.1:0",
            Data = folder,
            Simulator = new Uri("http://127.0.0.1:9"),
        }));

        failure.Message.ShouldContain("kaiwa simulate");
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still being closed is left to the system's clean-up of temporary files.
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand();
        ServeCommand.Configure(root);
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(SimulateCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        return root;
    }
}
