using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kaiwa.Features;

/// <summary>A result as an answer of our API.</summary>
internal static class ResultHttp
{
    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Result<T> result) =>
        result.Match<Results<Ok<T>, ProblemHttpResult>>(value => TypedResults.Ok(value), problem => problem.ToHttp());

    public static Results<NoContent, ProblemHttpResult> ToEmptyHttp<T>(this Result<T> result) =>
        result.Match<Results<NoContent, ProblemHttpResult>>(_ => TypedResults.NoContent(), problem => problem.ToHttp());
}
