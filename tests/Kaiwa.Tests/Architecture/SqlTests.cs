using System.Reflection;
using System.Text.RegularExpressions;

namespace Kaiwa.Tests.Architecture;

/// <summary>Tenants are kept apart by every single statement.</summary>
public sealed partial class SqlTests
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] WithTenants = [Assemblies.Core, Assemblies.Features, Assemblies.Console, Assemblies.Server];

    [Fact]
    public void Every_statement_names_the_workspace_or_says_why_not()
    {
        var silent = Statements().Where(statement => !statement.Sql.Contains("workspace_id", StringComparison.Ordinal) && !Reason().IsMatch(statement.Sql)).Select(statement => statement.Name);

        silent.ShouldBeEmpty("add `workspace_id` to the WHERE, or a comment in the statement: -- all workspaces: <reason>");
    }

    [Fact]
    public void Every_statement_is_a_named_constant()
    {
        var loose = SourceTree.Files("src", ".cs").Where(file => !file.StartsWith("src/Kaiwa.Simulator/", StringComparison.Ordinal) && !file.EndsWith("/Migrator.cs", StringComparison.Ordinal))
            .SelectMany(file => LiteralStatement().Matches(SourceTree.Read(file)).Select(match => (file, line: match.Groups["line"].Value.Trim())))
            .Where(hit => !hit.line.Contains("const string", StringComparison.Ordinal) && !hit.line.Contains("static readonly", StringComparison.Ordinal))
            .Select(hit => $"{hit.file}: {hit.line}");

        loose.ShouldBeEmpty("one statement, one constant with a name, in the store that owns the table");
    }

    [Fact]
    public void The_rules_see_the_statements() => Statements().Count().ShouldBeGreaterThan(100);

    /// <summary>What SQLite and PostgreSQL do not both understand lives in Dialect.</summary>
    [Fact]
    public void Statements_use_only_what_both_engines_know()
    {
        var broken = Statements().Where(statement => statement.Type.Name != "Dialect" && OneEngineOnly().IsMatch(statement.Sql)).Select(statement => $"{statement.Name}: {OneEngineOnly().Match(statement.Sql).Value}");

        broken.ShouldBeEmpty();
    }

    private static IEnumerable<(Type Type, string Name, string Sql)> Statements() => WithTenants.SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(Static)
            .Where(field => field.FieldType == typeof(string) && (field.IsLiteral || field.IsInitOnly))
            .Select(field => (type, $"{type.FullName}.{field.Name}", field.GetValue(null) as string ?? "")))
        .Where(field => Statement().IsMatch(field.Item3));

    [GeneratedRegex(@"^\s*(SELECT|INSERT\s+INTO|UPDATE\s+\w+|DELETE\s+FROM|WITH)\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"-- all workspaces: \S.{3,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Reason();

    [GeneratedRegex(""""(?m)^(?<line>.*)(""")?"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+\w"""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex LiteralStatement();

    [GeneratedRegex(@"= ANY\s*\(|\bnow\(\)|::|\bDELETE\s+FROM\s+\w+\s+USING\b|\bGREATEST\(|\bILIKE\b|\bLATERAL\b|\bDISTINCT ON\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex OneEngineOnly();
}
