using System.Net;
using System.Net.Sockets;

namespace Kaiwa.Features;

/// <summary>
/// Keeps an address that a program gave from reaching into the operator's own network: only public addresses may be called, looked at when the
/// address is given and again at every connection, which goes to the very address that was looked at.
/// </summary>
internal sealed class AddressGuard(bool allowsAll)
{
    private const int LongestAddress = 2000;
    private static readonly IPNetwork[] Closed = new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(IPNetwork.Parse).ToArray();

    public bool AllowsAll => allowsAll;

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return AllowsAll || !Closed.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>The address, when it is one that can be called; where its name leads is another question.</summary>
    public Uri? Callable(string? text) =>
        text is { Length: > 0 and <= LongestAddress } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && address.IdnHost.Length > 0
        && (address.Scheme == Uri.UriSchemeHttps || (AllowsAll && address.Scheme == Uri.UriSchemeHttp)) ? address : null;

    /// <summary>Whether it names this machine or a private network outright.</summary>
    public bool IsInside(Uri address) => !AllowsAll && (address.IsLoopback || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && !Allows(literal)));

    /// <summary>All addresses of a host; empty when it has none.</summary>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return []; // a name may be longer than any host's
        }
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, ct);
        var open = addresses.Where(Allows).ToArray();
        if (open.Length == 0)
        {
            throw addresses.Length == 0 ? new HttpRequestException(HttpRequestError.NameResolutionError, "the name has no address") : new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The name leads to a private address.</summary>
    internal sealed class AddressRefusedException : Exception;
}
