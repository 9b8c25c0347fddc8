using System.Net;
using System.Net.Sockets;
using System.Text;
using Kaiwa.WhatsApp;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Tests.WhatsApp.Cloud;

public sealed class CloudApiClientTests
{
    private static readonly CloudApiAccess Access = new(new Uri("https://graph.example"), "secret-token");

    [Fact]
    public async Task A_send_goes_to_the_versioned_address_with_the_token_and_gives_the_id()
    {
        var meta = new FakeMeta(200, Fixture.Text("send_answer_template"));
        PhoneNumber.TryParse("+16505551234", out var phone).ShouldBeTrue();
        var answer = await meta.Client.SendAsync(Access, "106540352242922", Recipient.Of(phone), new OutgoingMessage.Text("Hi"), "k.1", TestContext.Current.CancellationToken);
        answer.ShouldBe(new SendAnswer.Accepted("wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA", "16505551234", null, "held_for_quality_assessment"));
        meta.Requests.ShouldBe(["POST https://graph.example/v23.0/106540352242922/messages"]);
        meta.Authorizations.ShouldBe(["Bearer secret-token"]);
        Encoding.UTF8.GetBytes(meta.Bodies[0]).ShouldBeJson(
            """{"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","biz_opaque_callback_data":"k.1","type":"text","text":{"body":"Hi"}}""");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_error_of_metas_is_a_refusal_whatever_its_http_status(int httpStatus)
    {
        var answer = await SendAsync(new FakeMeta(httpStatus, Fixture.Text("error_rate_limit")));
        var error = answer.ShouldBeOfType<SendAnswer.Refused>().Error;
        (error.HttpStatus, error.Code).ShouldBe((httpStatus, 130429));
    }

    [Theory]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(504, "")]
    [InlineData(200, "")]
    [InlineData(200, "{\"messages\":[]}")]
    [InlineData(200, "{\"messages\":[{\"id\":\"wam")]
    public async Task An_answer_that_is_not_whatsapps_leaves_the_send_open(int httpStatus, string body)
    {
        var answer = await SendAsync(new FakeMeta(httpStatus, body));
        answer.ShouldBeOfType<SendAnswer.NoAnswer>().MayHaveLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_the_id_is_an_acceptance()
    {
        var answer = await SendAsync(new FakeMeta(200, "{\"messages\":[{\"id\":\"wamid.A\"}],\"contacts\":[{"));
        answer.ShouldBeOfType<SendAnswer.Accepted>().Wamid.ShouldBe("wamid.A");
    }

    [Fact]
    public async Task A_refusal_that_is_not_metas_shape_is_still_a_refusal()
    {
        var answer = await SendAsync(new FakeMeta(404, "not found"));
        answer.ShouldBeOfType<SendAnswer.Refused>().Error.Code.ShouldBe(-1);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public async Task Only_a_connection_that_was_never_made_proves_that_nothing_left(HttpRequestError error, bool mayHaveLeft)
    {
        var answer = await SendAsync(new FakeMeta(_ => throw new HttpRequestException(error)));
        answer.ShouldBeOfType<SendAnswer.NoAnswer>().MayHaveLeft.ShouldBe(mayHaveLeft);
    }

    [Fact]
    public async Task A_closed_port_proves_that_nothing_left()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var http = new HttpClient();
        var access = new CloudApiAccess(new Uri($"http://127.0.0.1:{port}/"), "t");
        var answer = await new CloudApiClient(http, new CloudApiOptions()).SendAsync(access, "1", "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        answer.ShouldBeOfType<SendAnswer.NoAnswer>().MayHaveLeft.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_cut_after_the_request_leaves_the_send_open_and_is_not_repeated(int answeredBefore)
    {
        // The second case cuts a connection that was kept alive: there the framework repeats some requests by itself, but not these.
        var ct = TestContext.Current.CancellationToken;
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var requests = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var serving = ServeAsync();
        using var http = new HttpClient();
        var access = new CloudApiAccess(new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"), "t");
        var client = new CloudApiClient(http, new CloudApiOptions());
        for (var before = 0; before < answeredBefore; before++)
        {
            (await client.SendAsync(access, "1", "{}"u8.ToArray(), ct)).ShouldBeOfType<SendAnswer.Accepted>();
        }

        var answer = await client.SendAsync(access, "1", "{}"u8.ToArray(), ct);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(serving);
        answer.ShouldBeOfType<SendAnswer.NoAnswer>().MayHaveLeft.ShouldBeTrue();
        requests.ShouldBe(answeredBefore + 1);

        async Task ServeAsync()
        {
            while (true)
            {
                using var connection = await server.AcceptTcpClientAsync(stop.Token);
                var stream = connection.GetStream();
                while (await RequestAsync(stream) && requests <= answeredBefore)
                {
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n{\"messages\":[{\"id\":\"wamid.1\"}]}"u8.ToArray(), stop.Token);
                }
            }
        }

        async Task<bool> RequestAsync(NetworkStream stream)
        {
            var buffer = new byte[4096];
            var length = 0;
            while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n{}"u8))
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), stop.Token);
                if (read == 0)
                {
                    return false;
                }

                length += read;
            }

            requests++;
            return true;
        }
    }

    [Fact]
    public async Task Silence_leaves_the_send_open()
    {
        var answer = await SendAsync(new FakeMeta(async ct => { await Task.Delay(Timeout.Infinite, ct); return new HttpResponseMessage(); }, TimeSpan.FromMilliseconds(20)));
        answer.ShouldBeOfType<SendAnswer.NoAnswer>().MayHaveLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancelled_caller_hears_of_it()
    {
        var meta = new FakeMeta(async ct => { await Task.Delay(Timeout.Infinite, ct); return new HttpResponseMessage(); });
        using var stop = new CancellationTokenSource();
        var sending = meta.Client.SendAsync(Access, "1", "{}"u8.ToArray(), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    [Fact]
    public async Task Templates_are_listed_page_after_page_without_the_token_in_the_address()
    {
        var meta = new FakeMeta(
            200,
            """{"data":[{"id":"1","name":"a","language":"en_US","status":"APPROVED","category":"UTILITY","parameter_format":"NAMED","components":[{"type":"BODY","text":"x"}],"quality_score":{"score":"GREEN"}}],"paging":{"cursors":{"after":"c+1"},"next":"https://graph.example/next?access_token=secret"}}""",
            """{"data":[{"id":"2","name":"b","language":"ja","status":"REJECTED","category":"MARKETING","rejected_reason":"SCAM"}],"paging":{"cursors":{"after":"c2"}}}""");
        var templates = new List<Kaiwa.WhatsApp.Templates.TemplateNode>();
        await foreach (var template in meta.Client.ListTemplatesAsync(Access, "102", TestContext.Current.CancellationToken))
        {
            templates.Add(template);
        }

        templates.ShouldBe(
        [
            new("1", "a", "en_US", "APPROVED", "UTILITY", "NAMED", """[{"type":"BODY","text":"x"}]""", "GREEN", null),
            new("2", "b", "ja", "REJECTED", "MARKETING", null, "[]", null, "SCAM"),
        ]);
        meta.Requests[1].ShouldEndWith("&after=c%2B1");
        meta.Requests[1].ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_refused_listing_throws_metas_error()
    {
        var listing = new FakeMeta(400, Fixture.Text("error_rate_limit")).Client.ListTemplatesAsync(Access, "102", TestContext.Current.CancellationToken);
        var refused = await Should.ThrowAsync<CloudApiException>(async () => { await foreach (var _ in listing) { } });
        refused.Error.Code.ShouldBe(130429);
    }

    [Fact]
    public async Task A_phone_number_is_described()
    {
        var meta = new FakeMeta(200, """{"id":"106","display_phone_number":"+1 555-078-3881","verified_name":"Lucky Shrub","quality_rating":"GREEN","status":"CONNECTED","throughput":{"level":"HIGH"},"whatsapp_business_manager_messaging_limit":"TIER_100K"}""");
        var node = (await meta.Client.GetPhoneNumberAsync(Access, "106", null, TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        (node.Id, node.VerifiedName, node.QualityRating, node.Status, node.ThroughputLevel, node.MessagingLimitTier).ShouldBe(("106", "Lucky Shrub", "GREEN", "CONNECTED", "HIGH", "TIER_100K"));
    }

    [Fact]
    public async Task Media_is_uploaded_found_and_downloaded()
    {
        var meta = new FakeMeta(200, """{"id":"1013859600285441"}""", """{"id":"1013859600285441","url":"https://cdn.example/x","mime_type":"image/jpeg","sha256":"ab","file_size":"3"}""", "abc");
        var ct = TestContext.Current.CancellationToken;
        (await meta.Client.UploadMediaAsync(Access, "106", new MemoryStream("abc"u8.ToArray()), "image/jpeg", "a.jpg", ct)).Value.ShouldBe("1013859600285441");
        meta.Bodies[0].ShouldContain("name=messaging_product");
        var info = (await meta.Client.GetMediaAsync(Access, "1013859600285441", ct)).Value.ShouldNotBeNull();
        info.ShouldBe(new MediaInfo("1013859600285441", new Uri("https://cdn.example/x"), "image/jpeg", "ab", 3));
        using var download = (await meta.Client.DownloadMediaAsync(Access, info.Url, ct)).Value.ShouldNotBeNull();
        (await new StreamReader(download.Content).ReadToEndAsync(ct)).ShouldBe("abc");
    }

    [Fact]
    public async Task The_token_never_goes_in_the_clear_to_a_stranger()
    {
        var meta = new FakeMeta(200, "abc");
        using var download = (await meta.Client.DownloadMediaAsync(Access, new Uri("http://stranger.example/x"), TestContext.Current.CancellationToken)).Value.ShouldNotBeNull();
        meta.Authorizations.ShouldBe([null]);
    }

    [Fact]
    public async Task A_mark_as_read_that_went_well_has_no_error() =>
        (await new FakeMeta(200, """{"success":true}""").Client.MarkAsReadAsync(Access, "106", new MarkAsRead("wamid.A", Typing: true), TestContext.Current.CancellationToken)).ShouldBeNull();

    [Fact]
    public void A_token_is_not_printed() => Access.ToString().ShouldNotContain("secret");

    private static Task<SendAnswer> SendAsync(FakeMeta meta) => meta.Client.SendAsync(Access, "1", "{}"u8.ToArray(), TestContext.Current.CancellationToken);
}
