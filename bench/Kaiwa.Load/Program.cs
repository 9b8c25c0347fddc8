using System.CommandLine;
using Kaiwa.Load.Bare;
using Kaiwa.Load.Commands;

var engine = Options.Engine();
var database = new Option<string>("--database") { Required = true };
var meta = new Option<string>("--meta") { Required = true };
var bareServer = new Command("bare-server") { engine, database, meta };
bareServer.Hidden = true;
bareServer.SetAction((parsed, _) => BareServer.RunAsync(parsed.GetValue(engine)!, parsed.GetValue(database)!, parsed.GetValue(meta)!));
var bareMeta = new Command("bare-meta") { Hidden = true };
bareMeta.SetAction((_, _) => BareMeta.RunAsync());

return await new RootCommand("Kaiwa under load: rates, latency, CPU per message, and what a kill -9 loses.")
{
    LoadCommand.Create(),
    bareServer,
    bareMeta,
}.Parse(args).InvokeAsync();
