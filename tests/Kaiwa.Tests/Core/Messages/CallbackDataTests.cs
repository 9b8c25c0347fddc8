using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Tests.Core.Messages;

public sealed class CallbackDataTests
{
    [Fact]
    public void What_was_written_is_read_back()
    {
        var id = Id<Message>.Parse("01a20554abcd700080154d4c7775097c");

        CallbackData.Read(CallbackData.Write(id)).ShouldBe(id);
    }

    // A program beside us on the same number writes what it likes; none of it may stop a webhook.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k.")]
    [InlineData("k.0123456789abcdefghijkl")]
    [InlineData("k.*********************A")]
    [InlineData("k.                      ")]
    [InlineData("k.ééééééééééééééééééééA=")]
    [InlineData("x.AaIFVKvNcACAFU1Md3UJfA")]
    [InlineData("order 66")]
    public void What_others_wrote_is_not_ours(string? text) => CallbackData.Read(text).ShouldBeNull();
}
