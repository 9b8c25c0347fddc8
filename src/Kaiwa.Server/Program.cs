using System.CommandLine;
using Kaiwa.Server;
using Kaiwa.Server.Commands;

var root = new RootCommand("Kaiwa: a WhatsApp commerce server of your own.");
ServeCommand.Configure(root);
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(DemoCommand.Create());
root.Subcommands.Add(SimulateCommand.Create());
root.Subcommands.Add(MigrateCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(WebhooksCommand.Create());
root.Subcommands.Add(RebuildCommand.Create());
return await Complaints.RunAsync(root, args);
