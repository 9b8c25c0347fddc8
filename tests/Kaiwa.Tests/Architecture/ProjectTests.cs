using System.Reflection;
using System.Text.RegularExpressions;

namespace Kaiwa.Tests.Architecture;

public sealed partial class ProjectTests
{
    /// <summary>Who may know whom. What is not here may not be referenced, neither in the project file nor in the compiled code.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Kaiwa.WhatsApp"] = [],
        ["Kaiwa.Simulator"] = ["Kaiwa.WhatsApp"],
        ["Kaiwa.Core"] = ["Kaiwa.WhatsApp"],
        ["Kaiwa.Features"] = ["Kaiwa.Core", "Kaiwa.WhatsApp"],
        ["Kaiwa.Console"] = ["Kaiwa.Features", "Kaiwa.Core", "Kaiwa.WhatsApp"],
        ["Kaiwa.Server"] = ["Kaiwa.Console", "Kaiwa.Features", "Kaiwa.Core", "Kaiwa.Simulator", "Kaiwa.WhatsApp"],
        ["Kaiwa.Load"] = ["Kaiwa.WhatsApp"],
    };

    public static TheoryData<string> Projects => [.. MayKnow.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_whom_it_may_know(string project)
    {
        var file = SourceTree.Files("src", ".csproj").Concat(SourceTree.Files("bench", ".csproj")).Single(path => path.EndsWith($"/{project}.csproj", StringComparison.Ordinal));

        var referenced = Reference().Matches(SourceTree.Read(file)).Select(match => match.Groups["name"].Value);

        referenced.Except(MayKnow[project]).ShouldBeEmpty($"{project} references what it must not know; see docs/decisions/0002-few-projects-features-as-folders.md");
    }

    [Fact]
    public void Every_project_has_a_rule() => SourceTree.Files("src", ".csproj").Concat(SourceTree.Files("bench", ".csproj"))
        .Select(Path.GetFileNameWithoutExtension).Except(MayKnow.Keys).ShouldBeEmpty("add the new project to MayKnow");

    [Fact]
    public void Compiled_code_uses_only_whom_it_may_know()
    {
        var broken = Assemblies.All
            .SelectMany(assembly => assembly.GetReferencedAssemblies().Where(IsOurs).Select(reference => (From: Name(assembly.GetName()), To: Name(reference))))
            .Where(pair => !MayKnow[pair.From].Contains(pair.To, StringComparer.Ordinal));

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_protocol_library_needs_the_base_class_library_alone() => Assemblies.WhatsApp.GetReferencedAssemblies()
        .Select(reference => reference.Name!).Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "netstandard").ShouldBeEmpty();

    /// <summary>The simulator must not share a mistake with the reader: signature and ids are all that both use.</summary>
    [Fact]
    public void The_simulator_takes_only_signature_and_ids_from_the_protocol_library()
    {
        string[] shared = ["WebhookSignature", "PhoneNumber", "PhoneNumberId", "Wamid"];

        var uses = TypeUses.Of(Assemblies.Simulator).Where(use => use.To.Assembly == Assemblies.WhatsApp).Select(use => Assemblies.Outermost(use.To).Name).Distinct();

        uses.Except(shared).ShouldBeEmpty();
    }

    private static bool IsOurs(AssemblyName name) => name.Name!.StartsWith("Kaiwa", StringComparison.OrdinalIgnoreCase);

    // The server's assembly is called as its command.
    private static string Name(AssemblyName name) => name.Name == "kaiwa" ? "Kaiwa.Server" : name.Name!;

    [GeneratedRegex("""<ProjectReference Include="[^"]*?(?<name>Kaiwa\.\w+)\.csproj""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Reference();
}
