using System.Globalization;
using System.Text.RegularExpressions;
using Kaiwa.Tests.Architecture;
using Kaiwa.Tests.Features.OnPremises;

namespace Kaiwa.Tests.Docs;

/// <summary>docs/reference/on-premises-scenarios.md names a test for each habit of old programs.</summary>
public sealed partial class ScenarioPageTests
{
    [Fact]
    public void Every_habit_of_an_old_program_is_shown_by_a_test_that_exists()
    {
        var rows = Row().Matches(SourceTree.Read("docs/reference/on-premises-scenarios.md"));
        var tests = typeof(OldProgram).Assembly.GetTypes().Where(type => type.Namespace == typeof(OldProgram).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
            .Select(method => method.Name)
            .ToHashSet(StringComparer.Ordinal);

        rows.Select(row => int.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, 26));
        rows.Where(row => row.Groups["test"].Captures is not { Count: > 0 } named || named.Any(test => !tests.Contains(test.Value))).Select(row => row.Value).ShouldBeEmpty();
    }

    [GeneratedRegex(@"(?m)^\| (?<number>\d+) \|[^|]+\| (`(?<test>\w+)`(, )?)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Row();
}
