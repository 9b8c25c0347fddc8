using Kaiwa.Core.Web;
using MudBlazor;

namespace Kaiwa.Console.Shell;

/// <summary>Short notices at the foot of the screen: what was done, with a way back, and what could not be done.</summary>
internal sealed class Notices(ISnackbar snackbar, Say say)
{
    public void Tell(string text) => snackbar.Add(text, Severity.Normal, options => options.ShowCloseIcon = false);

    public void TellWithUndo(string text, Func<Task> undo) => snackbar.Add(text, Severity.Normal, options =>
    {
        options.ShowCloseIcon = false;
        options.Action = say["action.undo"];
        options.OnClick = _ => undo();
    });

    public void Tell(Problem problem) => snackbar.Add(problem.Sentence(say.Language), Severity.Normal, options =>
    {
        options.ShowCloseIcon = true;
        options.VisibleStateDuration = 12_000;
    });
}
