using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kaiwa.Core.Web;

/// <summary>An expected refusal: a stable type, the arguments that explain it, the HTTP status it becomes. Put into words when shown.</summary>
public sealed record Problem(string Type, int Status, params IReadOnlyList<string> Arguments)
{
    public const string TypeBase = "https://kaiwa.dev/problems/";

    /// <summary>What happened, why and what to do next, in the language of the reader.</summary>
    public string Sentence(string language = "en") => ProblemTexts.Sentence(Type, Arguments, language);

    public ProblemHttpResult ToHttp() => TypedResults.Problem(
        detail: Sentence(),
        statusCode: Status,
        title: ProblemTexts.Title(Type),
        type: TypeBase + Type,
        extensions: Arguments.Count == 0 ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["arguments"] = Arguments });

    /// <summary>As it is kept with an attempt: <c>type|argument|argument</c>.</summary>
    public string Store() => string.Join('|', Arguments.Prepend(Type).Select(part => part.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)));

    /// <summary>Reads back what <see cref="Store"/> wrote.</summary>
    public static Problem? Read(string? stored, int status = StatusCodes.Status409Conflict)
    {
        if (string.IsNullOrEmpty(stored))
        {
            return null;
        }

        var parts = stored.Split('|').Select(part => part.Replace("%7C", "|", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)).ToList();
        return new Problem(parts[0], status, parts.Skip(1).ToList());
    }
}
