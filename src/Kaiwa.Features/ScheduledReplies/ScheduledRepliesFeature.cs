using Kaiwa.Core.Contacts;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.ScheduledReplies;

/// <summary>Registration and routes of replies that go out later.</summary>
public static class ScheduledRepliesFeature
{
    public static IServiceCollection AddScheduledReplies(this IServiceCollection services)
    {
        TypeHandlers.AddId<ScheduledReply>();
        ScheduledReplyProblems.Register();
        services.AddSingleton<ScheduledReplyStore>().AddSingleton<IFollowMerge>(provider => provider.GetRequiredService<ScheduledReplyStore>()).AddSingleton<IFollowRemoval>(provider => provider.GetRequiredService<ScheduledReplyStore>());
        services.AddSingleton<SendScheduled>().AddSingleton<IRecurringJob>(provider => provider.GetRequiredService<SendScheduled>()).AddSingleton<IRecurringJob, SweepTakenBack>();
        return services.AddSingleton<IScheduledReplies, ScheduledRepliesDoor>();
    }

    public static void MapScheduledReplies(this IEndpointRouteBuilder app)
    {
        var ofConversation = app.MapGroup("/api/v1/conversations/{conversationId}/scheduled").WithTags("Scheduled replies").RequirePermission(Permissions.Read);
        ofConversation.MapGet("/", List);
        ofConversation.MapPost("/", Add).RequirePermission(Permissions.Send);
        ofConversation.MapPost("/media", AddFile).RequirePermission(Permissions.Send).WithMetadata(new RequestSizeLimitAttribute(SendableFile.LargestOfAll));
        var replies = app.MapGroup("/api/v1/scheduled-replies").WithTags("Scheduled replies").RequirePermission(Permissions.Send);
        replies.MapGet("/{id}/file", File);
        replies.MapDelete("/{id}", Cancel);
        replies.MapPost("/{id}/send", SendNow);
    }

    internal sealed record ScheduleRequest(string Text, DateTimeOffset Due, Guid? ClientId = null, IReadOnlyList<string>? Buttons = null);

    internal sealed record Queued(Id<Message> MessageId);

    private static async Task<Results<Ok<IReadOnlyList<ScheduledReply>>, ProblemHttpResult>> List(Actor actor, Id<Conversation> conversationId, IScheduledReplies door, CancellationToken ct) =>
        (await door.ListAsync(actor, conversationId, ct)).ToHttp();

    private static async Task<Results<Ok<ScheduledReply>, ProblemHttpResult>> Add(Actor actor, Id<Conversation> conversationId, ScheduleRequest request, IScheduledReplies door, CancellationToken ct) =>
        (await door.AddAsync(actor, conversationId, request.Text, request.Due, request.ClientId, new ScheduledExtras { Buttons = request.Buttons ?? [] }, ct)).ToHttp();

    // The body is the file itself, its Content-Type says what it is.
    private static async Task<Results<Ok<ScheduledReply>, ProblemHttpResult>> AddFile(
        Actor actor, Id<Conversation> conversationId, HttpRequest request, IScheduledReplies door, DateTimeOffset due, string? fileName, string? caption, [FromQuery] string[]? buttons, Guid? clientId, CancellationToken ct)
    {
        var extras = new ScheduledExtras { File = new FileToSend(request.Body, request.ContentType ?? "", fileName), Buttons = buttons ?? [] };
        return (await door.AddAsync(actor, conversationId, caption ?? "", due, clientId, extras, ct)).ToHttp();
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(Actor actor, Id<ScheduledReply> id, HttpContext http, IScheduledReplies door, CancellationToken ct)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return (await door.OpenFileAsync(actor, id, ct)).Match<Results<FileStreamHttpResult, ProblemHttpResult>>(
            opened => TypedResults.File(opened.Content, opened.File.Mime, opened.File.Mime.StartsWith("image/", StringComparison.Ordinal) ? null : opened.File.FileName ?? "file"), problem => problem.ToHttp());
    }

    private static async Task<Results<Ok<ScheduledReply>, ProblemHttpResult>> Cancel(Actor actor, Id<ScheduledReply> id, IScheduledReplies door, CancellationToken ct) =>
        (await door.CancelAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Ok<Queued>, ProblemHttpResult>> SendNow(Actor actor, Id<ScheduledReply> id, IScheduledReplies door, CancellationToken ct) =>
        (await door.SendNowAsync(actor, id, ct)).Match<Results<Ok<Queued>, ProblemHttpResult>>(message => TypedResults.Ok(new Queued(message)), problem => problem.ToHttp());
}

/// <summary>Why a reply is not put off, in words.</summary>
internal static class ScheduledReplyProblems
{
    public static readonly Problem Unknown = new("scheduled-reply-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem Text = new("scheduled-reply-text", StatusCodes.Status400BadRequest, "4096");
    public static readonly Problem Time = new("scheduled-reply-time", StatusCodes.Status400BadRequest, "90");

    public static readonly Problem Caption = new("scheduled-reply-caption", StatusCodes.Status400BadRequest);
    public static readonly Problem WriterLeft = new("scheduled-reply-writer-left", StatusCodes.Status409Conflict);

    /// <summary>In the words of the inbox.</summary>
    public static readonly Problem ClientIdTaken = new("client-id-taken", StatusCodes.Status409Conflict);
    public static readonly Problem FileEmpty = new("file-empty", StatusCodes.Status400BadRequest);
    private static readonly Problem CaptionTooLong = new("caption-too-long", StatusCodes.Status400BadRequest, "1024");
    private static readonly Problem ButtonsTextTooLong = new("buttons-text-too-long", StatusCodes.Status400BadRequest, "1024");
    private static readonly Problem ButtonsFile = new("buttons-file", StatusCodes.Status400BadRequest);

    private const int LongestText = 4096;
    private const int LongestWithMore = 1024;

    /// <summary>What WhatsApp would refuse is refused now and not when its time has come.</summary>
    public static Problem? Of(string text, ScheduledExtras? extras)
    {
        var (isEmpty, buttons) = (string.IsNullOrWhiteSpace(text), extras?.Buttons ?? []);
        if (extras?.File is { } file)
        {
            var judged = SendableFile.Judge(file.Mime, file.FileName, 0);
            return judged.Problem
                ?? (buttons.Count > 0 && !judged.Value.TakesCaption ? ButtonsFile : null)
                ?? (isEmpty && buttons.Count > 0 ? Text : null)
                ?? (!isEmpty && !judged.Value.TakesCaption ? Caption : null)
                ?? (text.Length > LongestWithMore ? CaptionTooLong : null)
                ?? (buttons.Count > 0 ? ReplyContent.Buttons.Refusal(buttons) : null);
        }

        return isEmpty || text.Length > LongestText ? Text
            : buttons.Count == 0 ? null
            : text.Length > LongestWithMore ? ButtonsTextTooLong : ReplyContent.Buttons.Refusal(buttons);
    }

    public static void Register()
    {
        ProblemTexts.Add("scheduled-reply-unknown", "Not waiting any more", "This reply is sent, on its way or taken back already. Look at the conversation.", "この返信は送信済み、送信中、または取り消されています。会話を確認してください。");
        ProblemTexts.Add("scheduled-reply-writer-left", "Writer left", "Whoever wrote this reply has left the workspace, so it was not sent. Take it back into the reply box and send it yourself.", "この返信を書いた人がワークスペースを離れたため、送信されませんでした。返信欄に戻して、ご自身で送信してください。");
        ProblemTexts.Add("scheduled-reply-caption", "File without words", "This kind of file carries no words. Schedule the words as a reply of their own.", "この種類のファイルには文を添えられません。文は別の返信として予約してください。");
        ProblemTexts.Add("scheduled-reply-text", "Nothing to send later", "A reply for later has 1 to {0} characters. Write it, or shorten it.", "予約する返信は1〜{0}文字で入力してください。");
        ProblemTexts.Add("scheduled-reply-time", "Time not usable", "The time lies in the past or more than {0} days ahead. Choose another one.", "過去の時刻、または{0}日より先の時刻は指定できません。選び直してください。");
    }
}
