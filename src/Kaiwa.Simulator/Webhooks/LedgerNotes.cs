using Kaiwa.Simulator.Storage;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>What a notice needs to be written and to be ticked off.</summary>
internal sealed class LedgerNotes(LedgerWriter writer, WebhookJson json)
{
    public LedgerWriter Writer => writer;
    public WebhookJson Json => json;

    /// <summary>An inbound message's webhook was acknowledged, or given up (then it stays open in the ledger).</summary>
    public void InboundSettled(long seq, bool acknowledged, long nowMs) =>
        _ = writer.WriteAsync(c => SimulatorDatabase.Execute(c, "UPDATE message SET settled = $s, ended_at = $at WHERE seq = $seq", ("$s", acknowledged ? 1 : 2), ("$at", nowMs), ("$seq", seq)));

    /// <summary>The business has blocked the person: it is never told, and the ledger does not wait for it.</summary>
    public void InboundKeptFrom(long seq) =>
        _ = writer.WriteAsync(c => SimulatorDatabase.Execute(c, "UPDATE message SET settled = 3 WHERE seq = $seq", ("$seq", seq)));

    public void EntrySettled(long id) =>
        _ = writer.WriteAsync(c => SimulatorDatabase.Execute(c, "DELETE FROM notice WHERE id = $id", ("$id", id)));
}
