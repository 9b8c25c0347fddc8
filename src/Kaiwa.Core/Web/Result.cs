namespace Kaiwa.Core.Web;

/// <summary>Either a value or the problem that stood in its way.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Problem? problem)
    {
        this.value = value;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public bool IsOk => Problem is null;

    /// <summary>The value; asking for it when there is a problem is a mistake of the caller.</summary>
    public T Value => Problem is null ? value! : throw new InvalidOperationException($"There is no value: {Problem.Sentence()}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    public TOut Match<TOut>(Func<T, TOut> ok, Func<Problem, TOut> problem) => Problem is null ? ok(value!) : problem(Problem);
}
