namespace Kaiwa.WhatsApp.Messages;

/// <summary>Where the file of an outgoing message is.</summary>
public abstract record MediaSource
{
    private MediaSource()
    {
    }

    /// <summary>A file that was uploaded to Meta.</summary>
    /// <param name="Id">Meta's media id.</param>
    public sealed record ById(string Id) : MediaSource;

    /// <summary>A file that Meta fetches: public HTTP(S), cached for 10 minutes per exact address.</summary>
    /// <param name="Link">The address.</param>
    public sealed record ByLink(Uri Link) : MediaSource;
}
