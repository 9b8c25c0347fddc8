using System.Text.RegularExpressions;

namespace Kaiwa.Tests.Architecture;

/// <summary>Some things may be used in few places only. One line is one rule.</summary>
public sealed class PlaceTests
{
    private const string DataPlaces = @"Store$|^CommitWriter|^Dialect$|^Database|^UnitOfWork$|^Bulk|^Sqlite|^Migrator$|^TypeHandlers$|^Complaints$|^PostgresStatistics$";

    private static readonly Place[] Places =
    [
        new("Dapper", DataPlaces, "rows are reached through stores"),
        new("Npgsql", DataPlaces, "the engine is chosen in one folder"),
        new("Microsoft.Data.Sqlite", DataPlaces, "the engine is chosen in one folder"),
        new("SQLitePCL", DataPlaces, "bulk statements are stepped in one place"),
        new("DbUp", "^Migrator$", "the schema moves in one place"),
        new("System.Net.Http.HttpClient", "^MetaHttp$|Feature$|Proxy$|Command$|^Doctor|^SimulatedAccount$|^ReceiverClient$|^PushClient$", "calls to the outside go through a named client"),
    ];

    /// <summary>The protocol library takes whatever HttpClient it is given; the simulator is Meta, with a file of its own.</summary>
    private static readonly System.Reflection.Assembly[] Ruled = [Assemblies.Core, Assemblies.Features, Assemblies.Console, Assemblies.Server];

    /// <summary>HTTP is spoken at the edges only. The simulator and the server are edges as a whole.</summary>
    private const string EdgePlaces = @"Endpoint$|Endpoints$|Api$|Authentication$|Feature$|Pages$|Proxy$|Calls?$|Policy$|Answers$|Result$|^ServeMedia$|^App$|^Session$|^SignInLimit$|^Reader|Claims$";

    public static TheoryData<string> Names => [.. Places.Select(place => place.Used)];

    [Theory, MemberData(nameof(Names))]
    public void A_thing_is_used_only_in_its_places(string used)
    {
        var place = Places.Single(rule => rule.Used == used);

        var broken = Ruled.SelectMany(TypeUses.Of)
            .Where(use => use.To.FullName == used || use.To.Namespace == used || use.To.Namespace?.StartsWith(used + ".", StringComparison.Ordinal) == true)
            .Select(use => use.From)
            .Distinct()
            .Where(type => !Regex.IsMatch(type.Name.Split('`')[0], place.Where, RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(type => type.FullName);

        broken.ShouldBeEmpty(place.Because);
    }

    [Fact]
    public void Http_is_spoken_only_at_the_edges()
    {
        var broken = new[] { Assemblies.Core, Assemblies.Features, Assemblies.Console }.SelectMany(TypeUses.Of)
            .Where(use => use.To.FullName is "Microsoft.AspNetCore.Http.HttpContext" or "Microsoft.AspNetCore.Http.HttpRequest" or "Microsoft.AspNetCore.Http.HttpResponse" or "Microsoft.AspNetCore.Http.IHttpContextAccessor")
            .Select(use => use.From)
            .Distinct()
            .Where(type => !Regex.IsMatch(type.Name, EdgePlaces, RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(type => type.FullName);

        broken.ShouldBeEmpty("hand values inward, not the request");
    }

    /// <summary>If this fails the other rules may be blind.</summary>
    [Fact]
    public void Uses_inside_asynchronous_methods_are_seen() =>
        TypeUses.Of(Assemblies.Core).ShouldContain(use => use.From.Name == "FetchMedia" && use.To.Name == "HttpRequestException");

    [Fact]
    public void Reactions_are_named_after_their_event()
    {
        var reactions = Assemblies.All.SelectMany(Assemblies.TypesOf).Where(type => type is { IsClass: true, IsAbstract: false }
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(Kaiwa.Core.Events.IReact<>)));

        reactions.Where(type => !type.Name.StartsWith("On", StringComparison.Ordinal)).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_called_helper_util_or_manager()
    {
        string[] empty = ["Helper", "Helpers", "Util", "Utils", "Utilities", "Manager", "Common"];

        var broken = Assemblies.All.SelectMany(Assemblies.TypesOf).Where(type => empty.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal))).Select(type => type.FullName);

        broken.ShouldBeEmpty("name it after what it does");
    }

    /// <param name="Used">A namespace, or a type's full name.</param>
    /// <param name="Where">Names of the types that may.</param>
    /// <param name="Because">Said when it is broken.</param>
    private sealed record Place(string Used, string Where, string Because);
}
