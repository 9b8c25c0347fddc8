using System.Text.Json.Nodes;
using Kaiwa.Simulator.Storage;

namespace Kaiwa.Simulator.Flows;

/// <summary>A form that opens inside the chat, as the business keeps it at Meta.</summary>
internal sealed record Flow
{
    public const string Draft = "DRAFT";
    public const string Published = "PUBLISHED";
    public const string Deprecated = "DEPRECATED";

    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Name { get; init; }
    public string Status { get; init; } = Draft;
    public IReadOnlyList<string> Categories { get; init; } = [];
    public string? EndpointUri { get; init; }
    public string? Application { get; init; }

    /// <summary>The flow JSON last uploaded; of a published flow it may be newer than what customers see.</summary>
    public string? Asset { get; init; }

    /// <summary>The flow JSON that customers see.</summary>
    public string? PublishedAsset { get; init; }

    public bool HasUnpublishedAsset => Asset is not null && Asset != PublishedAsset;
}

/// <summary>The flows of all accounts, kept as documents.</summary>
internal sealed class FlowStore(DocumentStore documents)
{
    private const string Kind = "flow";

    /// <summary>Adds the seed's flows that were not changed in an earlier life.</summary>
    public async Task PlantAsync(string account, IEnumerable<SeedFlow> seeds)
    {
        foreach (var seed in seeds.Where(seed => Find(seed.Id) is null))
        {
            await SaveAsync(new Flow { Id = seed.Id, Account = account, Name = seed.Name, Status = Flow.Published, Categories = ["OTHER"], Asset = seed.Json, PublishedAsset = seed.Json });
        }
    }

    public string NewId() => documents.NewId();

    public Flow? Find(string id) => documents.Find(Kind, id) is { } document ? Read(document) : null;

    public IReadOnlyList<Flow> Of(string account) => [.. documents.Of(Kind, account).Select(Read)];

    public Flow? ByName(string account, string name) => Of(account).FirstOrDefault(flow => flow.Name == name);

    public Task SaveAsync(Flow flow) => documents.SaveAsync(Kind, flow.Account, flow.Id, new JsonObject
    {
        ["name"] = flow.Name,
        ["status"] = flow.Status,
        ["categories"] = new JsonArray([.. flow.Categories.Select(category => JsonValue.Create(category))]),
        ["endpoint_uri"] = flow.EndpointUri,
        ["application"] = flow.Application,
        ["asset"] = flow.Asset,
        ["published_asset"] = flow.PublishedAsset,
    });

    public Task RemoveAsync(string id) => documents.RemoveAsync(Kind, id);

    private static Flow Read(Document document)
    {
        var json = document.Read();
        return new Flow
        {
            Id = document.Id,
            Account = document.Owner,
            Name = (string)json["name"]!,
            Status = (string)json["status"]!,
            Categories = [.. json["categories"]!.AsArray().Select(category => (string)category!)],
            EndpointUri = (string?)json["endpoint_uri"],
            Application = (string?)json["application"],
            Asset = (string?)json["asset"],
            PublishedAsset = (string?)json["published_asset"],
        };
    }
}
