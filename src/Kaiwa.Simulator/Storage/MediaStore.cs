using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Kaiwa.Simulator.Storage;

/// <summary>Media uploaded by businesses and sent by phones, bytes included.</summary>
internal sealed class MediaStore
{
    private readonly SimulatorDatabase database;
    private readonly LedgerWriter writer;
    private readonly ConcurrentDictionary<string, long> expiries = new(StringComparer.Ordinal);
    private long lastId;

    public MediaStore(SimulatorDatabase database, LedgerWriter writer)
    {
        this.database = database;
        this.writer = writer;
        lastId = Math.Max(1_013_859_600_285_441 + Random.Shared.NextInt64(1_000_000), database.Query("SELECT coalesce(max(id), 0) FROM media", r => r.GetInt64(0))[0]);
        foreach (var (id, expires) in database.Query("SELECT id, expires FROM media", r => (r.GetInt64(0), r.GetInt64(1))))
        {
            expiries[id.ToString(CultureInfo.InvariantCulture)] = expires;
        }
    }

    public bool Exists(string id, long nowMs) => expiries.TryGetValue(id, out var expires) && expires > nowMs;

    public async Task<MediaItem> AddAsync(long number, string mime, string? name, byte[] bytes, long nowMs, TimeSpan life)
    {
        var item = new MediaItem(Interlocked.Add(ref lastId, 7).ToString(CultureInfo.InvariantCulture), number, mime, name, SHA256.HashData(bytes), nowMs + (long)life.TotalMilliseconds, bytes);
        await writer.WriteAsync(c => SimulatorDatabase.Execute(c, "INSERT INTO media (id, number, mime, name, sha256, at, expires, bytes) VALUES ($id, $number, $mime, $name, $sha, $at, $expires, $bytes)",
            ("$id", long.Parse(item.Id, CultureInfo.InvariantCulture)), ("$number", number), ("$mime", mime), ("$name", name), ("$sha", item.Sha256), ("$at", nowMs), ("$expires", item.Expires), ("$bytes", bytes)));
        expiries[item.Id] = item.Expires;
        return item;
    }

    public MediaItem? Find(string id) =>
        !expiries.ContainsKey(id) ? null : database.Query("SELECT number, mime, name, sha256, expires, bytes FROM media WHERE id = $id",
            r => new MediaItem(id, r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetFieldValue<byte[]>(3), r.GetInt64(4), r.GetFieldValue<byte[]>(5)),
            ("$id", long.Parse(id, CultureInfo.InvariantCulture))).FirstOrDefault();

    public async Task<bool> RemoveAsync(string id)
    {
        if (!expiries.TryRemove(id, out _))
        {
            return false;
        }

        await writer.WriteAsync(c => SimulatorDatabase.Execute(c, "DELETE FROM media WHERE id = $id", ("$id", long.Parse(id, CultureInfo.InvariantCulture))));
        return true;
    }
}

/// <summary>One stored file.</summary>
internal sealed record MediaItem(string Id, long Number, string Mime, string? Name, byte[] Sha256, long Expires, byte[] Bytes);
