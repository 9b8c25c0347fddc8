using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Features.Hours;
using Kaiwa.Features.ServiceLevels;

namespace Kaiwa.Console.ServiceLevels;

/// <summary>The targets as their form has them.</summary>
internal sealed class ServiceLevelsState(IServiceLevels levels, IHours hours, Session session)
{
    /// <summary>One line of the form; an empty box is no target.</summary>
    internal sealed class Line(string key)
    {
        /// <summary>Of its words.</summary>
        public string Key => key;

        public int? First { get; set; }

        public int? Next { get; set; }

        public AnswerWithin Within => new(First, Next);

        public void Show(AnswerWithin within) => (First, Next) = (within.First, within.Next);
    }

    public IReadOnlyList<Line> Lines { get; } = [new("levels.normal"), new("priority.High"), new("priority.Urgent")];

    public bool ByClock { get; set; }

    public bool HasHours { get; private set; }

    public bool IsEmpty => Lines.All(line => line is { First: null, Next: null });

    public bool IsLoading { get; private set; } = true;

    public Problem? Problem { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        HasHours = (await hours.FindAsync(actor)).Week.Count > 0;
        var view = await levels.FindAsync(actor);
        ByClock = view.ByClock;
        Lines[0].Show(view.Normal);
        Lines[1].Show(view.High);
        Lines[2].Show(view.Urgent);
        IsLoading = false;
    }

    public async Task<bool> SaveAsync()
    {
        Problem = (await levels.ChangeAsync(await session.ActorAsync(), new ServiceLevelsView(ByClock, Lines[0].Within, Lines[1].Within, Lines[2].Within))).Problem;
        return Problem is null;
    }
}
