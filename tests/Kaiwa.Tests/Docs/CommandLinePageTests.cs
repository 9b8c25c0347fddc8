using System.CommandLine;
using System.Reflection;
using System.Text;
using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Docs;

public sealed class CommandLinePageTests
{
    private const string Commands = "Kaiwa.Server.Commands";

    [Fact]
    public void The_page_of_commands_is_what_the_command_line_says()
    {
        var page = new StringBuilder("""
            # The command line

            `kaiwa <command>`; in the repository `./do run <command>`, and `./do run` alone is `serve --demo`. `kaiwa` alone is `serve`. Exit code 0: well; 1: not well, with a sentence that says why; 2: called wrongly.
            The console is at http://localhost:5080, a simulator alone at http://localhost:5081, unless `--urls` says otherwise.

            This page is made from the commands (`./do docs`).


            """);
        foreach (var command in All().OrderBy(command => command.Name, StringComparer.Ordinal))
        {
            page.Append($"## kaiwa {command.Name}\n\n{command.Description}\n\n| option | what it does |\n| --- | --- |\n");
            foreach (var option in command.Options.Where(option => !option.Hidden).OrderBy(option => option.Name, StringComparer.Ordinal))
            {
                page.Append($"| `{option.Name}{ValueOf(option)}` | {GeneratedPage.Cell(option.Description ?? "")} |\n");
            }

            page.Append('\n');
        }

        GeneratedPage.Match("cli.md", page.ToString().TrimEnd('\n') + "\n");
    }

    [Fact]
    public void Every_command_and_option_says_what_it_does()
    {
        var silent = All().SelectMany(command => command.Options.Where(option => string.IsNullOrWhiteSpace(option.Description)).Select(option => $"{command.Name} {option.Name}")
            .Concat(string.IsNullOrWhiteSpace(command.Description) ? [command.Name] : []));

        silent.ShouldBeEmpty();
    }

    private static IEnumerable<Command> All() => Assemblies.Server.GetTypes().Where(type => type.Namespace == Commands)
        .Select(type => type.GetMethod("Create", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static, []))
        .Where(create => create?.ReturnType == typeof(Command))
        .Select(create => (Command)create!.Invoke(null, null)!);

    private static string ValueOf(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(bool) ? "" : type == typeof(int) || type == typeof(double) ? " N" : type == typeof(Uri) ? " URL" : type == typeof(TimeSpan) ? " TIME" : " TEXT";
    }
}
