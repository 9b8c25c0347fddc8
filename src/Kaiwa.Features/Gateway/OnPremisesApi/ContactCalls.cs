using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Errors;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Contacts. Since v2.43 every well-formed number is answered as valid: nobody is asked.</summary>
internal sealed class ContactCalls(GraphProxy proxy)
{
    private const int Shortest = 7;
    private const int Longest = 15;

    public async Task<IResult> Check(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body["contacts"] is not JsonArray contacts)
        {
            return OnPremisesError.Lacks("contacts").ToHttp();
        }

        return OnPremisesAnswers.Ok(new JsonObject { ["contacts"] = new JsonArray([.. contacts.Select(contact => Answer(contact?.ToString() ?? ""))]) });
    }

    /// <summary>The wa_id of a number as people write it.</summary>
    public static string Digits(string input)
    {
        var digits = string.Concat(input.Where(char.IsAsciiDigit));
        return CanonicalPhone.Of(digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits);
    }

    /// <summary>A customer who hides the number is known to programs by Meta's user id, and is written to by it: <c>US.13491208655302741918</c>.</summary>
    public static bool IsUserId(string input) => input.Length > 3 && char.IsAsciiLetterUpper(input[0]) && char.IsAsciiLetterUpper(input[1]) && input[2] == '.' && input[3..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');

    /// <summary>Whether it can be anybody at all.</summary>
    public static bool CanBe(string input) => IsUserId(input) || Digits(input).Length is >= Shortest and <= Longest;

    public static string WaId(string input) => IsUserId(input) ? input : Digits(input);

    /// <summary>Meta's cloud tells of a changed identity only where the check is on; nothing is known here, so nothing needs acknowledging.</summary>
    public Task<IResult> Identity(ProgramCall call) => Task.FromResult(OnPremisesError.Unknown("No change of identity is known").ToHttp());

    public Task<IResult> Acknowledge(ProgramCall call) => Task.FromResult(OnPremisesAnswers.Ok());

    public Task<IResult> Block(ProgramCall call) => BlockAsync(call, HttpMethod.Post);

    public Task<IResult> Unblock(ProgramCall call) => BlockAsync(call, HttpMethod.Delete);

    private async Task<IResult> BlockAsync(ProgramCall call, HttpMethod method)
    {
        var body = new JsonObject { ["messaging_product"] = "whatsapp", ["block_users"] = new JsonArray(new JsonObject { [IsUserId(call.Path[0]) ? "user_id" : "user"] = WaId(call.Path[0]) }) };
        var answer = await proxy.AskAsync(call.Number, method, call.Number.MetaId + "/block_users", QueryString.Empty, CloudJson.Content(body), call.Aborted);
        if (answer.Succeeded)
        {
            return OnPremisesAnswers.Ok();
        }

        var error = GraphError.Read(answer.Status, answer.Body);
        return (error.Code is >= 139100 and <= 139199 ? new OnPremisesError(400, 2048, error.Details ?? error.Message) : CloudErrors.ToAnswer(error)).ToHttp();
    }

    private static JsonObject Answer(string input)
    {
        return CanBe(input)
            ? new JsonObject { ["input"] = input, ["status"] = "valid", ["wa_id"] = WaId(input) }
            : new JsonObject { ["input"] = input, ["status"] = "invalid" };
    }
}
