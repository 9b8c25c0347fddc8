using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Inbox.Notes;

/// <summary><c>/api/v1/conversations/{id}/notes</c>.</summary>
internal static class NoteEndpoints
{
    public sealed record NoteRequest(string Text);

    public static void Map(IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/api/v1/conversations/{id}/notes").WithTags("Inbox").RequirePermission(Permissions.Read);
        notes.MapGet("/", List);
        notes.MapPost("/", Add).RequirePermission(Permissions.Send);
        notes.MapPut("/{note}", Edit).RequirePermission(Permissions.Send);
        notes.MapDelete("/{note}", Delete).RequirePermission(Permissions.Send);
    }

    private static async Task<Results<Ok<IReadOnlyList<Note>>, ProblemHttpResult>> List(Actor actor, Id<Conversation> id, INotes notes, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct) =>
        (await notes.ListAsync(actor, id, from, until, ct)).ToHttp();

    private static async Task<Results<Ok<Note>, ProblemHttpResult>> Add(Actor actor, Id<Conversation> id, NoteRequest request, INotes notes, CancellationToken ct) =>
        (await notes.AddAsync(actor, id, request.Text, ct)).ToHttp();

    private static async Task<Results<Ok<Note>, ProblemHttpResult>> Edit(Actor actor, Id<Conversation> id, Id<Note> note, NoteRequest request, INotes notes, CancellationToken ct) =>
        (await notes.EditAsync(actor, id, note, request.Text, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<Conversation> id, Id<Note> note, INotes notes, CancellationToken ct) =>
        (await notes.DeleteAsync(actor, id, note, ct)).ToEmptyHttp();
}
