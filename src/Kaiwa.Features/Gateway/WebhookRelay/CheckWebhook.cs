using Kaiwa.Core.Numbers;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Looks at what a webhook is to be, before it is one.</summary>
internal sealed class CheckWebhook(NumberDirectory numbers, AddressGuard guard)
{
    private const int LongestName = 200;
    private const int LongestField = 60;
    private const int MostFields = 40;

    /// <summary>What is wrong, or null.</summary>
    public async Task<Problem?> HandleAsync(Actor actor, WebhookChange wish, bool isNew, CancellationToken ct)
    {
        if (wish.Name is { } name ? string.IsNullOrWhiteSpace(name) || name.Length > LongestName : isNew)
        {
            return RelayProblems.NameMissing;
        }

        if (wish.Shape is not (null or RelayShape.Cloud))
        {
            return RelayProblems.OfProgram;
        }

        if (wish.NumberId is { } number && numbers.Find(number)?.Workspace.Id != actor.Workspace)
        {
            return RelayProblems.NoNumber;
        }

        // Meta adds fields without asking: the shape of the name is all that can be judged.
        if (wish.Fields is { } fields && (fields.Count > MostFields ? fields[MostFields] : fields.FirstOrDefault(field => !IsField(field))) is { } wrong)
        {
            return RelayProblems.FieldUnknown(wrong);
        }

        return wish.Address is null && !isNew ? null : await AddressAsync(wish.Address, ct);
    }

    private static bool IsField(string field) => field.Length is > 0 and <= LongestField && field.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    private async Task<Problem?> AddressAsync(string? text, CancellationToken ct)
    {
        if (guard.Callable(text) is not { } address)
        {
            // A private address without TLS is refused for where it leads, which is the reason that helps.
            return Uri.TryCreate(text, UriKind.Absolute, out var plain) && plain is { Scheme: "http", IsLoopback: true } ? RelayProblems.Private(text!) : RelayProblems.AddressUnusable;
        }

        var found = await AddressGuard.ResolveAsync(address.IdnHost, ct);
        return found.Length == 0 ? RelayProblems.HostUnknown(address.IdnHost)
            : found.All(guard.Allows) ? null
            : RelayProblems.Private(address.OriginalString);
    }
}
