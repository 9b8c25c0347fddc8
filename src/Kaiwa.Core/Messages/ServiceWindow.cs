using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Core.Messages;

/// <summary>The 24 hours after a customer's last message to a number, in which anything but a template may be sent too.</summary>
public sealed class ServiceWindow(Database database, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    private const string Select = "SELECT last_inbound_at FROM chat WHERE workspace_id = @workspace AND number_id = @number AND contact_id = @contact";

    /// <summary>When the window closes; in the past, or null, when it is not open.</summary>
    public async Task<DateTimeOffset?> ClosesAtAsync(Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, CancellationToken ct = default) =>
        await database.FirstAsync<long?>(Select, new { workspace, number, contact }, ct) is { } last and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(last) + Length : null;

    public async Task<bool> IsOpenAsync(Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, CancellationToken ct = default) =>
        await ClosesAtAsync(workspace, number, contact, ct) is { } closes && closes > time.GetUtcNow();
}
