using System.CommandLine;
using Kaiwa.Load.Bare;
using Kaiwa.Load.Commands;
using Kaiwa.Load.Crash;

var engine = Options.Engine();
var database = new Option<string>("--database") { Required = true };
var meta = new Option<string>("--meta") { Required = true };
var bareServer = new Command("bare-server") { engine, database, meta };
bareServer.Hidden = true;
bareServer.SetAction((parsed, _) => BareServer.RunAsync(parsed.GetValue(engine)!, parsed.GetValue(database)!, parsed.GetValue(meta)!));
var bareMeta = new Command("bare-meta") { Hidden = true };
bareMeta.SetAction((_, _) => BareMeta.RunAsync());

string[] names = ["--graph", "--token", "--number", "--recipients", "--position"];
var options = Array.ConvertAll(names, name => new Option<string>(name) { Required = true });
var naiveSender = new Command("naive-sender") { Hidden = true };
foreach (var option in options)
{
    naiveSender.Add(option);
}

naiveSender.SetAction((parsed, _) => NaiveSender.RunAsync(parsed.GetValue(options[0])!, parsed.GetValue(options[1])!, parsed.GetValue(options[2])!, parsed.GetValue(options[3])!, parsed.GetValue(options[4])!));

return await new RootCommand("Kaiwa under load: rates, latency, CPU per message, and what a kill -9 loses.")
{
    LoadCommand.Create(),
    WebhooksCommand.Create(),
    CrashCommand.Create(),
    MemoryCommand.Create(),
    OvertakeCommand.Create(),
    FuzzCommand.Create(),
    GatewayCommand.Create(),
    RelayCommand.Create(),
    InboxCommand.Create(),
    AgentsCommand.Create(),
    bareServer,
    bareMeta,
    naiveSender,
}.Parse(args).InvokeAsync();
