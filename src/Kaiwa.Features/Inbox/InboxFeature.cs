using Kaiwa.Core.Contacts;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Events;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox.Exports;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.Inbox.Views;
using Kaiwa.Features.Inbox.Visits;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Inbox;

/// <summary>Registration and routes of the inbox.</summary>
public static class InboxFeature
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        TypeHandlers.AddId<Conversation>();
        TypeHandlers.AddId<Note>();
        TypeHandlers.AddId<SavedView>();
        InboxProblems.Register();
        services.AddSingleton<ConversationStore>().AddSingleton<TicketStore>().AddSingleton<EventStore>().AddSingleton<ThreadStore>().AddSingleton<DueTimes>().AddSingleton<IReckonDue>(provider => provider.GetRequiredService<DueTimes>()).AddSingleton<RefreshConversations>().AddSingleton<FindConversation>();
        services.AddSingleton<SendToCustomer>().AddSingleton<Reply>().AddSingleton<ReplyMedia>().AddSingleton<ReplyWithContent>().AddSingleton<PriceReply>().AddSingleton<IAnswerAutomatically, AnswerAutomatically>().AddSingleton<ReplyTemplate>().AddSingleton<Resend>().AddSingleton<MarkRead>().AddSingleton<ChangeTickets>().AddSingleton<BlockCustomer>().AddSingleton<ReadThread>();
        services.AddSingleton<IInbox, InboxDoor>().AddSingleton<NoteStore>().AddSingleton<INotes, NotesDoor>().AddSingleton<ViewStore>().AddSingleton<ISavedViews, SavedViewsDoor>().AddSingleton<IVisits, OpenVisits>();
        services.AddSingleton<ReadExport>().AddSingleton<ExportZip>().AddSingleton<IExports, ExportsDoor>();
        services.AddSingleton<IRateConversations, RateConversations>();
        services.AddSingleton<IReact<MessageReceived>, OnMessageReceived>();
        services.AddSingleton<IFollowMerge, MoveConversations>().AddSingleton<IFollowTeamEnd, LeaveTeam>();
        services.AddSingleton<LetGoOfConversations>().AddSingleton<IFollowRemoval>(provider => provider.GetRequiredService<LetGoOfConversations>()).AddSingleton<IDoEffect>(provider => provider.GetRequiredService<LetGoOfConversations>());
        services.AddSingleton<IDoEffect, ShowTicks>();
        services.AddSingleton<IRecurringJob, WakeSnoozed>();
        services.AddSingleton<IRecurringJob, TellMissed>();
        return services;
    }

    public static void MapInbox(this IEndpointRouteBuilder app)
    {
        InboxEndpoints.Map(app);
        NoteEndpoints.Map(app);
        ViewEndpoints.Map(app);
        ExportEndpoints.Map(app);
        ServeMedia.Map(app);
    }
}
