using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

/// <summary>A shop has hundreds of thousands of conversations: no list may sort them or read them all to find its first forty.</summary>
public sealed class ListPlanTests
{
    public static TheoryData<ConversationStatus?, Whose, ConversationSort> Lists => [.. Cases()];

    [Theory, MemberData(nameof(Lists))]
    public async Task A_list_goes_along_an_index(ConversationStatus? status, Whose whose, ConversationSort sort)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var sql = ConversationOrder.Write(ConversationStore.SelectPage, new ConversationFilter(status, Whose: whose, Sort: sort), isRare: false);

        var plan = string.Join('\n', (await host.Database.QueryAsync<PlanRow>(
            "EXPLAIN QUERY PLAN " + sql,
            new { workspace = host.Shop.Actor.Workspace, status = (int?)status, me = new byte[16], at = 0L, id = Guid.Empty, priority = 0, most = 40 })).Select(row => row.Detail));

        // What is not resolved is little: its own indexes hold nothing else.
        plan.ShouldContain(status is null or ConversationStatus.Resolved ? "INDEX conversation_" : "INDEX conversation_todo", customMessage: plan);
        plan.ShouldNotContain("SCAN ", customMessage: plan);
        plan.ShouldNotContain("TEMP B-TREE", customMessage: plan);
    }

    [Theory]
    [InlineData(null, Whose.All)]
    [InlineData(ConversationStatus.Open, Whose.All)]
    [InlineData(null, Whose.Mine)]
    [InlineData(null, Whose.Unassigned)]
    public async Task What_is_late_goes_along_an_index_that_holds_nothing_else(ConversationStatus? status, Whose whose)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var sql = ConversationOrder.Write(ConversationStore.SelectPage, new ConversationFilter(status, Whose: whose) { Overdue = true }, isRare: false);

        var plan = string.Join('\n', (await host.Database.QueryAsync<PlanRow>(
            "EXPLAIN QUERY PLAN " + sql,
            new { workspace = host.Shop.Actor.Workspace, status = (int?)status, me = new byte[16], at = 0L, id = Guid.Empty, now = 0L, most = 40 })).Select(row => row.Detail));

        plan.ShouldContain("INDEX conversation_due (workspace_id=? AND (due_at,id)>(?,?) AND due_at<?)", customMessage: plan);
        plan.ShouldNotContain("TEMP B-TREE", customMessage: plan);
    }

    private static IEnumerable<(ConversationStatus?, Whose, ConversationSort)> Cases() =>
        from status in new ConversationStatus?[] { null, ConversationStatus.Open, ConversationStatus.Snoozed, ConversationStatus.Resolved }
        from whose in new[] { Whose.All, Whose.Mine, Whose.Unassigned }
        from sort in Enum.GetValues<ConversationSort>()
        select (status, whose, sort);

    private sealed record PlanRow
    {
        public string Detail { get; init; } = "";
    }
}
