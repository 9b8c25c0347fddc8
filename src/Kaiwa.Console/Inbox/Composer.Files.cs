using Kaiwa.Console.Ui;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Microsoft.AspNetCore.Components.Forms;

namespace Kaiwa.Console.Inbox;

/// <summary>The files of the reply box: chosen, on their way, there.</summary>
public partial class Composer
{
    private static int Percent(long done, long all) => (int)Math.Min(100, 100 * done / Math.Max(1, all));

    private void ChooseFile(InputFileChangeEventArgs e)
    {
        Detach(true);
        if (SendableFile.Judge(e.File.ContentType, e.File.Name, e.File.Size).Problem is { } unfit)
        {
            Notices.Tell(unfit);
            return;
        }

        file = FromBrowser(e.File);
    }

    private OutgoingFile FromBrowser(IBrowserFile chosen) =>
        new(chosen.Name, chosen.ContentType, chosen.Size, State.NewId(), ct => Task.FromResult<Stream?>(chosen.OpenReadStream(SendableFile.LargestOfAll, ct)));

    private void Detach(bool cancel)
    {
        if (cancel)
        {
            file?.Cancel();
        }

        file = null;
    }

    // What is on its way goes on and tells when it is there; what only waited is named, so that nothing is lost in silence.
    private void Leave()
    {
        if (file is { Sent: null } waiting)
        {
            Notices.Tell(Say["composer.left", waiting.Name, who]);
        }

        Detach(cancel: false);
    }

    // The text goes under the file where WhatsApp has room for it, else after it as a message of its own.
    private async Task<bool> SendFileAsync(Id<Conversation> to, OutgoingFile chosen, string text)
    {
        if (chosen.Sent is not null)
        {
            return false;
        }

        var takesCaption = SendableFile.Judge(chosen.Mime, chosen.Name, chosen.Size).Value.TakesCaption;
        if (!await UploadAsync(to, chosen, takesCaption ? text : null, isVoice: false))
        {
            return text.Length == 0;
        }

        More.Forget();
        await OnTemplate.InvokeAsync();
        return takesCaption || text.Length == 0 || await OnText(to, text);
    }

    private async Task SendVoiceAsync(InputFileChangeEventArgs e)
    {
        if (State.Id is { } to)
        {
            file = FromBrowser(e.File);
            if (!await UploadAsync(to, file, null, isVoice: true) && file?.Problem is { } problem)
            {
                Notices.Tell(problem);
                Detach(cancel: false);
            }

            await OnTemplate.InvokeAsync();
        }
    }

    private async Task<bool> UploadAsync(Id<Conversation> to, OutgoingFile chosen, string? caption, bool isVoice)
    {
        var receiver = who;
        (chosen.Problem, chosen.Sent) = (null, 0);
        underWay++;
        StateHasChanged();
        try
        {
            await using var bytes = await chosen.OpenAsync() ?? Stream.Null;
            await using var counted = new Counting(bytes, count => Draw(chosen, count));
            chosen.Problem = await State.SendFileAsync(to, new FileToSend(counted, chosen.Mime, chosen.Name) { Caption = caption, IsVoice = isVoice }, chosen.Id, chosen.Cancelled);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            underWay--;
            chosen.Sent = null;
        }

        if (file == chosen)
        {
            if (chosen.Problem is null)
            {
                Detach(cancel: false);
            }
        }
        else if (chosen.Problem is { } problem)
        {
            Notices.Tell(problem);
        }
        else
        {
            Notices.Tell(Say["composer.upload.done", chosen.Name, receiver]);
        }

        return chosen.Problem is null;
    }

    // Once for each hundredth is enough for the eye.
    private void Draw(OutgoingFile chosen, long count)
    {
        chosen.Sent = count;
        if (drawn != Percent(count, chosen.Size))
        {
            drawn = Percent(count, chosen.Size);
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
