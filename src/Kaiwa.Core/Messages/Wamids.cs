namespace Kaiwa.Core.Messages;

/// <summary>WhatsApp's names of messages, of both directions; the first one stays.</summary>
internal static class Wamids
{
    public const string Insert = """
        -- all workspaces: the number carries its workspace_id
        INSERT INTO message_wamid (number_id, wamid, message_id) SELECT v.number_id, v.wamid, v.message_id FROM {rows} WHERE TRUE ON CONFLICT (number_id, wamid) DO NOTHING
        """;
}
